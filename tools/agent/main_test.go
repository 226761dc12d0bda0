package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test's own program is the agent where it is told so.
func TestMain(m *testing.M) {
	if os.Getenv("AS_AGENT") != "" {
		main()
	}
	os.Exit(m.Run())
}

// agent is a command of it, which finds programs in a directory of scripts alone.
func agent(t *testing.T, scripts map[string]string, arguments ...string) (*exec.Cmd, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	directory := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(directory, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(os.Args[0], arguments...)
	command.Env = []string{"AS_AGENT=1", "PATH=" + directory + ":/usr/bin:/bin", "GOCOVERDIR=" + directory}
	stdout, stderr := &bytes.Buffer{}, &bytes.Buffer{}
	command.Stdout, command.Stderr = stdout, stderr
	return command, stdout, stderr
}

func TestMisuse(t *testing.T) {
	for arguments, says := range map[string]string{
		"":                          "a command is missing",
		"gateway":                   "a command is missing",
		"gateway stop":              `"gateway stop" is not a command`,
		"gateway run":               "gateway run needs CERTIFICATE ARGUMENT...",
		"certificate keep name":     "certificate keep needs NAME HOST...",
		"acme keep name":            "acme keep needs NAME HOST...",
		"gateway reload soon":       `"soon" is not a number of seconds`,
		"gateway reload 1 shop 2":   "is more than a number of seconds and a backend",
		"authority create anything": "authority create takes no arguments",
		"authority sign":            "authority sign needs HOST...",
	} {
		command, stdout, stderr := agent(t, nil, strings.Fields(arguments)...)
		_ = command.Run()
		if command.ProcessState.ExitCode() != 2 || stdout.Len() > 0 || !strings.Contains(stderr.String(), says) {
			t.Errorf("%q: exit %d, %q, %q", arguments, command.ProcessState.ExitCode(), stdout, stderr)
		}
	}
}

func certificateFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "name.pem")
	if err := os.WriteFile(file, []byte("certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTheGatewayEndsAsHAProxyDoesAfterItsLastLine(t *testing.T) {
	scripts := map[string]string{"haproxy": `echo "$*"; (sleep 0.2; echo last) & exit 3`}
	command, stdout, stderr := agent(t, scripts, "gateway", "run", certificateFile(t), "-W", "-f", "gateway.cfg")
	_ = command.Run()
	if command.ProcessState.ExitCode() != 3 || stdout.String() != "-W -f gateway.cfg\nlast\n" {
		t.Errorf("exit %d, %q, %q", command.ProcessState.ExitCode(), stdout, stderr)
	}
}

func TestTheGatewayPassesSignalsOn(t *testing.T) {
	scripts := map[string]string{"haproxy": `trap 'echo soft stop; exit 0' USR1; echo up >&2; for i in $(seq 200); do sleep 0.05; done`}
	command, stdout, _ := agent(t, scripts, "gateway", "run", certificateFile(t))
	command.Stderr = nil
	errors, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := errors.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if err := command.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil || stdout.String() != "soft stop\n" {
		t.Errorf("%v, %q", err, stdout)
	}
}

func TestTheGatewayWaitsForItsCertificate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "name.pem")
	command, stdout, stderr := agent(t, map[string]string{"haproxy": `cat "$1"`}, "gateway", "run", file, file)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(700 * time.Millisecond)
	if err := os.WriteFile(file, []byte("certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil || stdout.String() != "certificate" {
		t.Errorf("%v, %q, %q", err, stdout, stderr)
	}
}

func TestARequestToEndEndsTheWait(t *testing.T) {
	command, _, stderr := agent(t, nil, "gateway", "run", filepath.Join(t.TempDir(), "name.pem"))
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	if err := command.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait()
	if command.ProcessState.ExitCode() != 138 {
		t.Errorf("exit %d, %q", command.ProcessState.ExitCode(), stderr)
	}
}

func TestAProgramThatIsMissing(t *testing.T) {
	command, _, stderr := agent(t, nil, "gateway", "run", certificateFile(t))
	_ = command.Run()
	if command.ProcessState.ExitCode() != 127 || !strings.Contains(stderr.String(), "haproxy") {
		t.Errorf("exit %d, %q", command.ProcessState.ExitCode(), stderr)
	}
}

func TestTheRouterPrintsItsLogAndEndsAsNginxDoes(t *testing.T) {
	port, err := net.ListenPacket("udp4", "127.0.0.1:5140")
	if err != nil {
		t.Skip("somebody else has the port: ", err)
	}
	port.Close()
	const datagram = `printf '<190>Nov 29 12:00:00 router: {"path": "/"}' >/dev/udp/127.0.0.1/5140`
	scripts := map[string]string{"nginx": `echo "$*" >&2; bash -c "` + strings.ReplaceAll(datagram, `"`, `\"`) + `"; sleep 0.5; exit 5`}
	command, stdout, stderr := agent(t, scripts, "router", "run", "-e", "stderr")
	_ = command.Run()
	if command.ProcessState.ExitCode() != 5 || stdout.String() != "{\"path\": \"/\"}\n" || stderr.String() != "-e stderr\n" {
		t.Errorf("exit %d, %q, %q", command.ProcessState.ExitCode(), stdout, stderr)
	}
}
