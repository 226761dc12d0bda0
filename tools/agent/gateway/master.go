// Package gateway runs HAProxy with a master that owns the sockets, and lets it take new files by a reload, which loses no connection.
package gateway

import (
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

const masterSocket = "/tmp/master.sock"

// master is the runtime API of HAProxy's master.
type master struct{ socket string }

// ask sends one command, and reads the answer to its end.
func (m master) ask(command string, timeout time.Duration) (string, error) {
	dialled, err := net.DialTimeout("unix", m.socket, timeout)
	if err != nil {
		return "", err
	}
	connection := dialled.(*net.UnixConn)
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(timeout)); err != nil {
		return "", err
	}
	if _, err := fmt.Fprintln(connection, command); err != nil {
		return "", err
	}
	// Until then more commands could come.
	if err := connection.CloseWrite(); err != nil {
		return "", err
	}
	answer, err := io.ReadAll(connection)
	return string(answer), err
}

// reloadAnswer is the verdict on a new configuration, and what HAProxy logged while it read it.
type reloadAnswer struct {
	isLoaded bool
	messages string
}

// parseReload reads the answer to `reload`: `Success=1` or `Success=0`, a line of dashes, and messages.
func parseReload(answer string) reloadAnswer {
	verdict, rest, _ := strings.Cut(answer, "\n")
	_, messages, _ := strings.Cut(rest, "\n")
	return reloadAnswer{strings.HasPrefix(verdict, "Success=1"), strings.TrimRight(messages, "\n")}
}

// countOldWorkers reads the answer to `show proc`: comments are headings, and below `# old workers` stands a line for each process.
func countOldWorkers(answer string) int {
	count, isOld := 0, false
	for line := range strings.Lines(answer) {
		switch {
		case strings.HasPrefix(line, "#"):
			isOld = strings.HasPrefix(line, "# old workers")
		case isOld && line[0] >= '0' && line[0] <= '9':
			count++
		}
	}
	return count
}
