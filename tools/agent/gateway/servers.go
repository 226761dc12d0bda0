package gateway

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	serversTimeout  = 2 * time.Second
	serversAttempts = 16
	serversEvery    = 200 * time.Millisecond
)

// PrintServers prints the servers of the worker that takes new connections, as HAProxy does: a version, the names of the columns, a line a server.
func PrintServers(output io.Writer) error {
	return master{masterSocket}.printServers(output)
}

func (m master) printServers(output io.Writer) error {
	// While the master starts itself anew for a reload, nobody listens on its socket.
	for attempt := 1; attempt <= serversAttempts; attempt++ {
		// @1 is the current worker; those that a reload replaced and that still answer old connections are not asked.
		if answer, err := m.ask("@1 show servers state", serversTimeout); err == nil && strings.TrimSpace(answer) != "" {
			_, err := fmt.Fprintln(output, strings.TrimRight(answer, "\n"))
			return err
		}
		time.Sleep(serversEvery)
	}
	return errors.New("HAProxy does not answer on " + m.socket)
}
