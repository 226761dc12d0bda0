package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

const (
	// KillAfter is what a run that takes too long has left to end.
	KillAfter = 10 * time.Second
	// How long what a run has left behind may still print.
	outputAfter = time.Second
)

// Bounded is a program that has so long to end, in a group of its own, so that nothing of a run is left at its end.
type Bounded struct {
	Words          []string
	Timeout        time.Duration
	Stdout, Stderr io.Writer
}

// Run asks it to end when it takes too long, and when the container is to end; in the latter case it is the engine that has no more patience.
func (b Bounded) Run(ctx context.Context) (exitCode int, problem string) {
	child := exec.Command(b.Words[0], b.Words[1:]...)
	child.Stdout, child.Stderr = b.Stdout, b.Stderr
	child.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	child.WaitDelay = outputAfter
	if err := child.Start(); err != nil {
		return notStarted, err.Error()
	}
	group := -child.Process.Pid
	defer syscall.Kill(group, syscall.SIGKILL)
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	tooLong, stop, kill := time.After(b.Timeout), ctx.Done(), (<-chan time.Time)(nil)
	why := ""
	for {
		select {
		case err := <-ended:
			code, said := statusOf(err)
			// One whose container is stopped may end well.
			if code == 0 && kill == nil {
				return code, said
			}
			return code, joined(why, said)
		case <-stop:
			stop, why = nil, "its container was stopped"
			_ = syscall.Kill(group, syscall.SIGTERM)
		case <-tooLong:
			why, kill = fmt.Sprintf("it took longer than %s", b.Timeout), time.After(KillAfter)
			_ = syscall.Kill(group, syscall.SIGTERM)
		case <-kill:
			_ = syscall.Kill(group, syscall.SIGKILL)
		}
	}
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), ": ")
}

func statusOf(err error) (exitCode int, said string) {
	var exit *exec.ExitError
	switch {
	case err == nil || errors.Is(err, exec.ErrWaitDelay):
		return 0, ""
	case !errors.As(err, &exit):
		return 1, err.Error()
	}
	status := exit.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return signalled + int(status.Signal()), fmt.Sprintf("signal: %s", status.Signal())
	}
	return status.ExitStatus(), fmt.Sprintf("exit code %d", status.ExitStatus())
}
