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
)

// ParsePatience reads how long to wait for old workers: a number of seconds, if any.
func ParsePatience(arguments []string) (time.Duration, error) {
	if len(arguments) == 0 {
		return defaultPatience, nil
	}
	seconds, err := strconv.ParseUint(arguments[0], 10, 16)
	if err != nil || len(arguments) > 1 {
		return 0, fmt.Errorf("%q is not a number of seconds from 0 to 65535", arguments)
	}
	return time.Duration(seconds) * time.Second, nil
}

// Reload makes the running HAProxy read its configuration again, and waits until the workers of the old one are gone. An error means that it was refused,
// HAProxy has said why, and the old one keeps serving.
func Reload(patience time.Duration, output io.Writer) error {
	// One at a time: while the master starts itself anew for a reload, nobody listens on its socket.
	lock, err := os.OpenFile(reloadLock, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := flock(lock); err != nil {
		return err
	}
	return master{masterSocket}.reload(patience, output)
}

func (m master) reload(patience time.Duration, output io.Writer) error {
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
	for deadline := time.Now().Add(patience); ; time.Sleep(workersEvery) {
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
