package logs

import (
	"fmt"
	"io"
	"net"
	"regexp"
	"syscall"
)

const (
	// The longest datagram.
	datagramBytes = 1 << 16
	// Of lines in one write.
	batchBytes = 1 << 16
)

// What nginx sends before each message: severity, time, and the tag of its configuration.
var syslogHeader = regexp.MustCompile(`^<\d+>\S+ +\d+ [\d:]+ router: `)

// Syslog takes a log by the syslog protocol: whoever sends datagrams never waits. What comes faster than it can be printed is lost once the socket is full.
type Syslog struct{ connection *net.UDPConn }

// ListenSyslog takes it on a port of the loopback interface.
func ListenSyslog(port int) (Syslog, error) {
	connection, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
	return Syslog{connection}, err
}

// Print prints each message without its header as a line, and all that are there in one write. It ends with an error.
func (s Syslog) Print(output io.Writer) error {
	raw, err := s.connection.SyscallConn()
	if err != nil {
		return err
	}
	datagram, lines := make([]byte, datagramBytes), make([]byte, 0, batchBytes+datagramBytes)
	for {
		var failure error
		err := raw.Read(func(descriptor uintptr) bool {
			lines, failure = receiveAll(int(descriptor), datagram, lines[:0])
			return failure != nil || len(lines) > 0
		})
		if err != nil {
			return err
		}
		if failure != nil {
			return fmt.Errorf("cannot receive: %w", failure)
		}
		if _, err := output.Write(lines); err != nil {
			return err
		}
	}
}

// receiveAll appends the lines of all datagrams that are there, up to a batch.
func receiveAll(socket int, datagram, lines []byte) ([]byte, error) {
	for len(lines) < batchBytes {
		count, _, err := syscall.Recvfrom(socket, datagram, syscall.MSG_DONTWAIT)
		switch err {
		case nil:
			lines = append(append(lines, message(datagram[:count])...), '\n')
		case syscall.EAGAIN:
			return lines, nil
		case syscall.EINTR:
		default:
			return lines, err
		}
	}
	return lines, nil
}

// message is a datagram without its header.
func message(datagram []byte) []byte {
	if header := syslogHeader.FindIndex(datagram); header != nil {
		return datagram[header[1]:]
	}
	return datagram
}
