package gateway

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

const (
	serversTimeout  = 2 * time.Second
	serversAttempts = 16
	serversEvery    = 200 * time.Millisecond
)

const (
	serversState = "show servers state"
	// Of all proxies, servers alone.
	serversTraffic = "show stat -1 4 -1"
)

// PrintServers prints the servers of the worker that takes new connections, as HAProxy does: a version, the names of the columns, a line a server.
func PrintServers(output io.Writer) error {
	return master{masterSocket}.print(serversState, output)
}

// PrintTraffic prints what these servers have answered since the last reload, as HAProxy does: the names of the columns, a line of values with commas a server.
func PrintTraffic(output io.Writer) error {
	return master{masterSocket}.print(serversTraffic, output)
}

func (m master) print(command string, output io.Writer) error {
	answer, err := m.askWorker(command)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(output, answer)
	return err
}

func (m master) askWorker(command string) (string, error) {
	// While the master starts itself anew for a reload, nobody listens on its socket.
	for attempt := 1; attempt <= serversAttempts; attempt++ {
		// @1 is the current worker; those that a reload replaced and that still answer old connections are not asked.
		if answer, err := m.ask("@1 "+command, serversTimeout); err == nil && strings.TrimSpace(answer) != "" {
			return strings.TrimRight(answer, "\n"), nil
		}
		time.Sleep(serversEvery)
	}
	return "", errors.New("HAProxy does not answer on " + m.socket)
}

// awaitServers waits until each server of a backend has passed a check: HAProxy calls a new one up before it has asked it for the first time.
func (m master) awaitServers(backend string, patience time.Duration) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(serversEvery) {
		answer, err := m.askWorker(serversState)
		if err != nil {
			return err
		}
		unseen := unseenServers(answer, backend)
		if len(unseen) == 0 {
			return nil
		}
		if !time.Now().Before(deadline) {
			return fmt.Errorf("HAProxy does not reach %s of %s; the log of this container says why", strings.Join(unseen, ", "), backend)
		}
	}
}

// Values of `srv_op_state` and `srv_check_result` of a server that gets requests, and that has answered.
var (
	isUp      = []string{"1", "2"}
	hasPassed = []string{"3", "4"}
)

// unseenServers reads the answer to `show servers state`.
func unseenServers(answer, backend string) []string {
	var columns, unseen []string
	for line := range strings.Lines(answer) {
		if names, isHeading := strings.CutPrefix(line, "# "); isHeading {
			columns = strings.Fields(names)
			continue
		}
		values := strings.Fields(line)
		valueOf := func(column string) string {
			if index := slices.Index(columns, column); index >= 0 && index < len(values) {
				return values[index]
			}
			return ""
		}
		if valueOf("be_name") != backend {
			continue
		}
		if !slices.Contains(isUp, valueOf("srv_op_state")) || !slices.Contains(hasPassed, valueOf("srv_check_result")) {
			unseen = append(unseen, valueOf("srv_name"))
		}
	}
	return unseen
}
