package process

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestPollInterval(t *testing.T) {
	for value, expected := range map[string]time.Duration{"": time.Minute, "2": 2 * time.Second, "65535": 65535 * time.Second} {
		if got, err := parsePollInterval(value); err != nil || got != expected {
			t.Errorf("%q: %s, %v", value, got, err)
		}
	}
	for _, value := range []string{"0", "-1", "soon", "1.5", "65536", " 1"} {
		if got, err := parsePollInterval(value); err == nil || !strings.Contains(err.Error(), "POLL_SECONDS") {
			t.Errorf("%q: %s, %v", value, got, err)
		}
	}
}

func FuzzPollInterval(f *testing.F) {
	f.Add("60")
	f.Add("+60")
	f.Fuzz(func(t *testing.T, value string) {
		interval, err := parsePollInterval(value)
		if err == nil && (interval < time.Second || interval > 65535*time.Second) {
			t.Errorf("%q: %s", value, interval)
		}
	})
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		if !Sleep(ctx, 50*time.Second) || Sleep(ctx, 50*time.Second) {
			t.Error("expected an end during the second pause")
		}
		if took := time.Since(began); took != time.Minute {
			t.Errorf("took %s", took)
		}
	})
}

func TestAwait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		err := Await(nil, 10*time.Second, time.Second, func() bool { return time.Since(began) >= 3*time.Second })
		if took := time.Since(began); err != nil || took != 3*time.Second {
			t.Errorf("%v after %s", err, took)
		}
		began = time.Now()
		err = Await(nil, 10*time.Second, time.Second, func() bool { return false })
		if took := time.Since(began); err == nil || err.Error() != "not there after 10s" || took != 10*time.Second {
			t.Errorf("%v after %s", err, took)
		}
		signals := make(chan os.Signal, 1)
		signals <- syscall.SIGUSR1
		if err := Await(signals, 10*time.Second, time.Second, func() bool { return false }); !errors.Is(err, Exit{138}) {
			t.Errorf("got %v", err)
		}
	})
}

// supervised runs a script as the main program of a container.
func supervised(t *testing.T, script string) (string, error) {
	t.Helper()
	output := bytes.Buffer{}
	command := exec.Command("sh", "-c", script)
	command.Stdout, command.Stderr = &output, &output
	signals := Signals()
	if err := Start(command); err != nil {
		return output.String(), err
	}
	err := Supervise(command, signals)
	return output.String(), err
}

func TestItEndsAsTheProgramDoes(t *testing.T) {
	for script, expected := range map[string]error{"exit 0": nil, "exit 3": Exit{3}, "kill -9 $$": Exit{137}, "kill -TERM $$": Exit{143}} {
		if _, err := supervised(t, script); !errors.Is(err, expected) {
			t.Errorf("%s: got %v, expected %v", script, err, expected)
		}
	}
}

func TestSignalsAreForTheProgram(t *testing.T) {
	for _, name := range []string{"HUP", "INT", "QUIT", "TERM", "USR1", "USR2", "WINCH"} {
		// The parent of the shell is this process.
		script := "trap 'echo got it; exit 4' " + name + "; kill -" + name + " $PPID; for i in $(seq 100); do sleep 0.1; done"
		if said, err := supervised(t, script); said != "got it\n" || !errors.Is(err, Exit{4}) {
			t.Errorf("%s: said %q, %v", name, said, err)
		}
	}
}

func TestAProgramThatIsNotThere(t *testing.T) {
	output := bytes.Buffer{}
	command := exec.Command("no-such-program")
	command.Stderr = &output
	if err := Start(command); !errors.Is(err, Exit{127}) || !strings.Contains(output.String(), "no-such-program") {
		t.Errorf("%v, said %q", err, output.String())
	}
}

func TestALogThatNobodyReadsIsNoEnd(t *testing.T) {
	Signals()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	// Of standard output and error alone, Go would make the signal an end.
	stdout, err := syscall.Dup(1)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Dup3(int(write.Fd()), 1, 0); err != nil {
		t.Fatal(err)
	}
	_, err = os.Stdout.WriteString("line\n")
	if restored := syscall.Dup3(stdout, 1, 0); restored != nil {
		t.Fatal(restored)
	}
	if !errors.Is(err, syscall.EPIPE) {
		t.Errorf("got %v", err)
	}
}
