package backup

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"agent/process"
)

const (
	// There is one as long as the command after has not run.
	begunFile = "begun"
	// Whoever connects says at once what for.
	requestPatience = 10 * time.Second
)

// Attendant runs commands of an app before and after its backups, when the keeper of those asks for it. A keeper that hangs up, or an end of the attendant itself, does
// not leave out the one after.
type Attendant struct {
	// Before and After are programs with their arguments; an empty one is none.
	Before, After []string
	Timeout       time.Duration
	Directory     string
	Output        io.Writer
	// session is of one keeper at a time.
	session sync.Mutex
}

// ReadAttendant reads arguments: seconds, the number of words of the command before, and the words of both commands.
func ReadAttendant(arguments []string, output io.Writer) (*Attendant, error) {
	seconds, err := strconv.Atoi(arguments[0])
	if err != nil || seconds < 1 {
		return nil, fmt.Errorf("%q is not a number of seconds", arguments[0])
	}
	words := arguments[2:]
	count, err := strconv.Atoi(arguments[1])
	if err != nil || count < 0 || count > len(words) {
		return nil, fmt.Errorf("%q is not a number of the %d words", arguments[1], len(words))
	}
	return &Attendant{Before: words[:count], After: words[count:], Timeout: time.Duration(seconds) * time.Second, Directory: CommandsDirectory, Output: output}, nil
}

// Attend answers until it is asked to end.
func (a *Attendant) Attend(ctx context.Context) error {
	// One that was killed during a backup has left what it began.
	if _, err := os.Stat(a.begun()); err == nil {
		a.finish()
	}
	listener, err := process.Listen(filepath.Join(a.Directory, commandsSocket))
	if err != nil {
		return err
	}
	sessions := sync.WaitGroup{}
	defer sessions.Wait()
	defer context.AfterFunc(ctx, func() { listener.Close() })()
	for {
		connection, err := listener.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		sessions.Go(func() { a.serve(ctx, connection) })
	}
}

func (a *Attendant) serve(ctx context.Context, connection net.Conn) {
	defer connection.Close()
	requests := bufio.NewScanner(io.LimitReader(connection, 100))
	answer := func(said told) { _ = json.NewEncoder(connection).Encode(said) }
	_ = connection.SetReadDeadline(time.Now().Add(requestPatience))
	if !requests.Scan() {
		return
	}
	switch requests.Text() {
	case requestLook:
		answer(told{})
	case requestBegin:
		if !a.session.TryLock() {
			answer(told{Problem: "another backup is under way"})
			return
		}
		defer a.session.Unlock()
		answer(a.begin(ctx))
		// A backup takes as long as it takes.
		_ = connection.SetReadDeadline(time.Time{})
		stopped := context.AfterFunc(ctx, func() { _ = connection.SetReadDeadline(time.Now()) })
		requests.Scan()
		stopped()
		answer(a.finish())
	}
}

func (a *Attendant) begin(ctx context.Context) told {
	if len(a.After) > 0 {
		if err := os.WriteFile(a.begun(), nil, 0o600); err != nil {
			return told{Problem: err.Error()}
		}
	}
	return a.run(ctx, "before", a.Before)
}

// finish is not for whoever asks the attendant to end to leave out.
func (a *Attendant) finish() told {
	said := a.run(context.Background(), "after", a.After)
	if err := os.Remove(a.begun()); err != nil && !errors.Is(err, os.ErrNotExist) {
		fmt.Fprintf(a.Output, "backup: %v\n", err)
	}
	return said
}

func (a *Attendant) run(ctx context.Context, which string, words []string) told {
	if len(words) == 0 {
		return told{}
	}
	last := &process.LastLines{}
	output := io.MultiWriter(a.Output, last)
	_, problem := process.Bounded{Words: words, Timeout: a.Timeout, Stdout: output, Stderr: output}.Run(ctx)
	outcome := "succeeded"
	if problem != "" {
		outcome = "failed: " + problem
	}
	fmt.Fprintf(a.Output, "backup: the command %s %s\n", which, outcome)
	return told{problem, last.End()}
}

func (a *Attendant) begun() string { return filepath.Join(a.Directory, begunFile) }

// AskAttendant is an error where none answers.
func AskAttendant(directory string) error {
	connection, err := net.Dial("unix", filepath.Join(directory, commandsSocket))
	if err != nil {
		return err
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(requestPatience))
	if _, err := fmt.Fprintln(connection, requestLook); err != nil {
		return err
	}
	return json.NewDecoder(io.LimitReader(connection, longestAnswer)).Decode(&told{})
}
