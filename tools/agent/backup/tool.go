package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

const (
	// A tool that is asked to end removes what it has begun.
	toolGrace = 20 * time.Second
	mostWords = 4 << 10
)

// Tool is a program of a backup: its last words are the error.
type Tool struct {
	Name      string
	Arguments []string
	// Environment beside this one's.
	Environment []string
	Input       io.Reader
	Output      io.Writer
}

// Run runs it to its end.
func (t Tool) Run(ctx context.Context) error {
	words := tail{}
	command := exec.CommandContext(ctx, t.Name, t.Arguments...)
	command.Env = append(os.Environ(), t.Environment...)
	command.Stdin, command.Stdout, command.Stderr = t.Input, t.Output, &words
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = toolGrace
	err := command.Run()
	if ctx.Err() != nil {
		return Problemf(ErrInterrupted, "%s was interrupted", t.Name)
	}
	if err == nil {
		return nil
	}
	said := strings.TrimSpace(words.String())
	if said == "" {
		said = err.Error()
	}
	if IsFull(said) {
		return Problemf(ErrFull, "there is no room left: %s: %s", t.Name, lastLines(said, 1))
	}
	return ToolError{t.Name, exitStatus(err), said}
}

// Answer is what it prints.
func (t Tool) Answer(ctx context.Context) ([]byte, error) {
	output := bytes.Buffer{}
	t.Output = &output
	err := t.Run(ctx)
	return output.Bytes(), err
}

// ToolError is a tool that failed.
type ToolError struct {
	Name   string
	Status int
	// Words are its last ones.
	Words string
}

func (e ToolError) Error() string {
	return fmt.Sprintf("%s: %s", e.Name, lastLines(e.Words, 2))
}

func exitStatus(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return -1
}

// tail keeps the end of what is written.
type tail struct{ bytes.Buffer }

func (t *tail) Write(content []byte) (int, error) {
	length, err := t.Buffer.Write(content)
	if t.Len() > 2*mostWords {
		t.Next(t.Len() - mostWords)
	}
	return length, err
}

// Server is one that is started on what was restored, and stopped again.
type Server struct {
	command *exec.Cmd
	words   *tail
	ended   chan error
}

// StartServer starts it.
func StartServer(name string, arguments ...string) (*Server, error) {
	server := &Server{exec.Command(name, arguments...), &tail{}, make(chan error, 1)}
	server.command.Stdout, server.command.Stderr = server.words, server.words
	if err := server.command.Start(); err != nil {
		return nil, err
	}
	go func() { server.ended <- server.command.Wait() }()
	return server, nil
}

// Until asks until there is an answer; that the server ends is an error, with its last words.
func (s *Server) Until(ctx context.Context, ask func() error) error {
	for {
		err := ask()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case ended := <-s.ended:
			s.ended <- ended
			return fmt.Errorf("the server does not start on what was restored: %s", lastLines(s.words.String(), 3))
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// Stop ends it by a signal, and waits: what it has open has to be on the disk.
func (s *Server) Stop(signal os.Signal) error {
	_ = s.command.Process.Signal(signal)
	select {
	case err := <-s.ended:
		if err != nil {
			return fmt.Errorf("the server on what was restored ended badly: %s", lastLines(s.words.String(), 3))
		}
		return nil
	case <-time.After(5 * time.Minute):
		_ = s.command.Process.Kill()
		return errors.New("the server on what was restored does not stop")
	}
}

func lastLines(text string, count int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-count):], " | ")
}
