// Package logs prints the logs of proxies, so that no request ever waits for whoever reads them.
package logs

import (
	"io"
	"os"
	"syscall"
	"time"
)

const (
	// As much as comes within the pause at full speed, several times over: what no longer fits into the pipe the program has to wait for, or drops.
	pipeBytes   = 1 << 18
	bufferPause = 10 * time.Millisecond

	// Of fcntl on Linux.
	setPipeSize = 1031
)

// Pipe is one that holds much.
func Pipe() (lines, end *os.File, err error) {
	lines, end, err = os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	raw, err := end.SyscallConn()
	if err != nil {
		return nil, nil, err
	}
	// Where the kernel does not allow it, it holds less.
	err = raw.Control(func(descriptor uintptr) { syscall.Syscall(syscall.SYS_FCNTL, descriptor, setPipeSize, pipeBytes) })
	return lines, end, err
}

// Buffer copies lines until their end, many at a time, each up to 10 ms later. Whoever reads a container's output is woken up by every write, and a gateway
// writes a line a request: one by one they would cost more than the requests.
func Buffer(lines io.Reader, output io.Writer) {
	buffer := make([]byte, pipeBytes)
	for {
		count, err := lines.Read(buffer)
		if count > 0 {
			// What cannot be written is lost: the log is no reason to stop serving.
			_, _ = output.Write(buffer[:count])
		}
		if err != nil {
			return
		}
		time.Sleep(bufferPause)
	}
}
