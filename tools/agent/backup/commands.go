package backup

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"agent/process"
)

const (
	// CommandsDirectory is a volume of the keeper and of the container that runs the commands.
	CommandsDirectory = "/run/appengine-backup"

	commandsSocket = "socket"
	// Requests of the keeper, and of the health check.
	requestBegin = "begin"
	requestEnd   = "end"
	requestLook  = "look"

	// A redeploy of the app replaces the container that runs its commands.
	commandsAway = time.Minute
	// Beyond the time that a command has, and what it has left to end.
	answerGrace   = 20 * time.Second
	longestAnswer = 64 << 10
	// Of what a command has printed, in a message.
	toldLines = 3
)

// Commands are those of an app before and after its backup. Another container runs them, which is as a replica of the app is.
type Commands struct {
	Directory string
	// Timeout is the longest run of each.
	Timeout time.Duration
}

// ReadCommands are nil where none are declared. @param variable such as os.Getenv
func ReadCommands(variable func(name string) string) (*Commands, error) {
	const name = "BACKUP_COMMANDS_SECONDS"
	if variable(name) == "" {
		return nil, nil
	}
	seconds, err := strconv.Atoi(variable(name))
	if err != nil || seconds < 1 {
		return nil, fmt.Errorf("%s=%q must be a whole number from 1 on", name, variable(name))
	}
	return &Commands{CommandsDirectory, time.Duration(seconds) * time.Second}, nil
}

// told is what became of a command.
type told struct {
	Problem string   `json:"problem,omitempty"`
	Lines   []string `json:"lines,omitempty"`
}

// Begin runs the command before. What it returns runs the one after, which has to happen in any case: also where the first one failed, it may have begun something.
func (c *Commands) Begin(ctx context.Context) (end func() error, err error) {
	if c == nil {
		return func() error { return nil }, nil
	}
	connection, err := c.connect(ctx)
	if err != nil {
		return func() error { return nil }, err
	}
	lines := bufio.NewScanner(connection)
	lines.Buffer(nil, longestAnswer)
	ask := func(request, which string) error {
		_ = connection.SetDeadline(time.Now().Add(c.Timeout + process.KillAfter + answerGrace))
		if _, err := fmt.Fprintln(connection, request); err != nil {
			return Problemf(ErrCommand, "the command %s the backup is not known to have ended: %v", which, err)
		}
		said := told{}
		if !lines.Scan() || json.Unmarshal(lines.Bytes(), &said) != nil {
			return Problemf(ErrCommand, "the command %s the backup is not known to have ended: its container was stopped, or does not answer", which)
		}
		return said.failure(which)
	}
	// One that is interrupted hangs up: then the command after runs by itself.
	hangUp := context.AfterFunc(ctx, func() { connection.Close() })
	err = ask(requestBegin, "before")
	if ctx.Err() != nil {
		err = Problemf(ErrInterrupted, "it was interrupted")
	}
	return func() error {
		defer connection.Close()
		if !hangUp() {
			return nil
		}
		return ask(requestEnd, "after")
	}, err
}

func (c *Commands) connect(ctx context.Context) (net.Conn, error) {
	for deadline := time.Now().Add(commandsAway); ; {
		connection, err := net.Dial("unix", filepath.Join(c.Directory, commandsSocket))
		switch {
		case err == nil:
			return connection, nil
		case time.Now().After(deadline):
			return nil, Problemf(ErrCommand, "the command before the backup cannot be run: its container does not answer: %v", err)
		case !process.Sleep(ctx, time.Second):
			return nil, Problemf(ErrInterrupted, "it was interrupted")
		}
	}
}

// failure names the command, and has its last words.
func (t told) failure(which string) error {
	if t.Problem == "" {
		return nil
	}
	words := strings.Join(t.Lines[max(0, len(t.Lines)-toldLines):], " | ")
	text := fmt.Sprintf("the command %s the backup failed: %s", which, t.Problem)
	if words != "" {
		text += ": " + words
	}
	// It is the app's: a terminal is to show it, and to obey none of it.
	return Problem{ErrCommand, strings.Map(func(letter rune) rune {
		if unicode.IsControl(letter) {
			return ' '
		}
		return letter
	}, text)}
}
