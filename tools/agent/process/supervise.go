// Package process runs the programs of a container as the shell's exec would: signals are theirs, and so is the exit status.
package process

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

// Exit is how a program ended, which is how this one ends.
type Exit struct{ Status int }

func (e Exit) Error() string {
	return fmt.Sprintf("exit status %d", e.Status)
}

const (
	// As shells say it.
	notStarted = 127
	signalled  = 128
)

// Signals are what an engine or an operator sends to the main program of a container. From then on they end this one no more.
func Signals() <-chan os.Signal {
	// A log that nobody reads is no reason to end: writing it fails, and that is all.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGWINCH)
	return signals
}

// Await asks again and again until something is there, at most for so long. A signal ends it: there is nobody yet whom it could be for.
func Await(signals <-chan os.Signal, patience, every time.Duration, isThere func() bool) error {
	for deadline := time.Now().Add(patience); !isThere(); {
		if !time.Now().Before(deadline) {
			return fmt.Errorf("not there after %s", patience)
		}
		select {
		case received := <-signals:
			return Exit{signalled + int(received.(syscall.Signal))}
		case <-time.After(every):
		}
	}
	return nil
}

// Start starts a program. Its standard output and error are this one's unless it has others.
func Start(command *exec.Cmd) error {
	if command.Stdout == nil {
		command.Stdout = os.Stdout
	}
	if command.Stderr == nil {
		command.Stderr = os.Stderr
	}
	if err := command.Start(); err != nil {
		fmt.Fprintln(command.Stderr, err)
		return Exit{notStarted}
	}
	return nil
}

// Supervise passes signals on to a program that has been started, and ends as it does.
func Supervise(command *exec.Cmd, signals <-chan os.Signal) error {
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		for {
			select {
			case received := <-signals:
				_ = command.Process.Signal(received)
			case <-ended:
				return
			}
		}
	}()
	err := command.Wait()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &exit):
		return err
	}
	status := exit.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return Exit{signalled + int(status.Signal())}
	}
	return Exit{status.ExitStatus()}
}
