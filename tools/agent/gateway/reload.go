package gateway

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"syscall"
	"time"
)

const (
	reloadLock      = "/tmp/gateway-reload.lock"
	defaultPatience = 30 * time.Second
	// Long enough for a large configuration to be read.
	reloadTimeout = time.Minute
	workersEvery  = time.Second
	// Longer than the longest time between two checks, in which the first of each server comes.
	serversPatience = 90 * time.Second
)

// Request says what a reload waits for.
type Request struct {
	// How long to wait for old workers.
	Patience time.Duration
	// Name of what has new servers, if anything has.
	Backend string
}

// ParseRequest reads a number of seconds and the name of a backend, if any.
func ParseRequest(arguments []string) (Request, error) {
	request := Request{Patience: defaultPatience}
	if len(arguments) > 2 {
		return request, fmt.Errorf("%q is more than a number of seconds and a backend", arguments)
	}
	if len(arguments) > 0 {
		seconds, err := strconv.ParseUint(arguments[0], 10, 16)
		if err != nil {
			return request, fmt.Errorf("%q is not a number of seconds from 0 to 65535", arguments[0])
		}
		request.Patience = time.Duration(seconds) * time.Second
	}
	if len(arguments) > 1 {
		request.Backend = arguments[1]
	}
	return request, nil
}

// Reload makes the running HAProxy read its configuration again, and waits until it reaches the new servers, and the workers of the old one are gone. An
// error means that it was refused, HAProxy has said why, and the old one keeps serving; or that a server is not reached.
func Reload(request Request, output io.Writer) error {
	// One at a time: while the master starts itself anew for a reload, nobody listens on its socket.
	lock, err := os.OpenFile(reloadLock, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := flock(lock); err != nil {
		return err
	}
	return master{masterSocket}.reload(request, output)
}

func (m master) reload(request Request, output io.Writer) error {
	answer, err := m.ask("reload", reloadTimeout)
	if err != nil {
		return err
	}
	reloaded := parseReload(answer)
	if reloaded.messages != "" {
		fmt.Fprintln(output, reloaded.messages)
	}
	if !reloaded.isLoaded {
		return errors.New("HAProxy refused the new configuration, the old one keeps serving")
	}
	if request.Backend != "" {
		if err := m.awaitServers(request.Backend, serversPatience); err != nil {
			return err
		}
	}
	for deadline := time.Now().Add(request.Patience); ; time.Sleep(workersEvery) {
		workers, err := m.ask("show proc", reloadTimeout)
		if err != nil {
			return err
		}
		if countOldWorkers(workers) == 0 {
			return nil
		}
		if !time.Now().Before(deadline) {
			fmt.Fprintln(output, "the new configuration serves; an old worker still has long-lived connections, which end at hard-stop-after")
			return nil
		}
	}
}

func flock(file *os.File) error {
	for {
		if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
