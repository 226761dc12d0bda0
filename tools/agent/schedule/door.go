package schedule

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"

	"agent/process"
)

const socketFile = "socket"

// Requests of programs that an operator runs in the container.
const (
	AskList = "list"
	AskRun  = "run"
)

// answer is a line of JSON: what was printed until the last one, which has one of the others.
type answer struct {
	Line    *string  `json:"line,omitempty"`
	Run     *Run     `json:"run,omitempty"`
	Listing *Listing `json:"listing,omitempty"`
	Problem string   `json:"problem,omitempty"`
}

// Listen is the door of a keeper: a socket in its directory, which is its user's alone.
func Listen(directory string) (net.Listener, error) {
	return process.Listen(filepath.Join(directory, socketFile))
}

// Serve answers requests until the listener is closed.
func (k *Keeper) Serve(ctx context.Context, listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go k.serve(ctx, connection)
	}
}

func (k *Keeper) serve(ctx context.Context, connection net.Conn) {
	defer connection.Close()
	asked, err := bufio.NewReader(io.LimitReader(connection, 100)).ReadString('\n')
	if err != nil {
		return
	}
	encoder := json.NewEncoder(connection)
	switch strings.TrimSpace(asked) {
	case AskList:
		listing := k.List()
		_ = encoder.Encode(answer{Listing: &listing})
	case AskRun:
		run, err := k.RunNow(ctx, func(line string) { _ = encoder.Encode(answer{Line: &line}) })
		if err != nil {
			_ = encoder.Encode(answer{Problem: err.Error()})
			return
		}
		_ = encoder.Encode(answer{Run: &run})
	}
}

// Ask asks the keeper of a directory. @param output gets the answer as JSON. @param lines get what the command prints
func Ask(directory, request string, output, lines io.Writer) error {
	connection, err := net.Dial("unix", filepath.Join(directory, socketFile))
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := fmt.Fprintln(connection, request); err != nil {
		return err
	}
	decoder := json.NewDecoder(connection)
	for {
		var told answer
		switch err := decoder.Decode(&told); {
		case err != nil:
			return errors.New("the container was stopped")
		case told.Line != nil:
			fmt.Fprintln(lines, *told.Line)
		case told.Problem != "":
			return ErrBusy
		case told.Run != nil:
			return json.NewEncoder(output).Encode(told.Run)
		default:
			return json.NewEncoder(output).Encode(told.Listing)
		}
	}
}
