package backup

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Kinds of problems: each is an exit status of the program, so that who ran it can tell them apart.
var (
	// ErrFailed is any that is none of the others.
	ErrFailed = Kind{"failed", 10}
	// ErrDamaged is a backup that is not what was written.
	ErrDamaged = Kind{"damaged", 11}
	// ErrKey is a key that is not the repository's.
	ErrKey = Kind{"key", 12}
	// ErrFull is a repository or a disk without room.
	ErrFull = Kind{"full", 13}
	// ErrBusy is another run that has not ended.
	ErrBusy = Kind{"busy", 14}
	// ErrInterrupted is a run that was asked to end, or killed.
	ErrInterrupted = Kind{"interrupted", 15}
	// ErrMissing is a backup that is not there.
	ErrMissing = Kind{"missing", 16}
	// ErrDiffers is a restore that has something else in it than the backup had.
	ErrDiffers = Kind{"differs", 17}
	// ErrForeign is data that is not of the database that the backups are of.
	ErrForeign = Kind{"foreign", 18}
	// ErrTarget is a target that is not reached, refuses, has no room, or has copies of another repository.
	ErrTarget = Kind{"target", 19}
	// ErrCommand is a command of the app, before or after a backup, that failed.
	ErrCommand = Kind{"command", 20}
)

// Kind of a problem.
type Kind struct {
	Name   string
	Status int
}

// Problem is an error of a kind.
type Problem struct {
	Kind
	Text string
}

func (p Problem) Error() string { return p.Text }

// Problemf is one with a text.
func Problemf(kind Kind, format string, values ...any) error {
	return Problem{kind, fmt.Sprintf(format, values...)}
}

// as makes any error one of a kind, unless it is one already.
func as(kind Kind, err error) error {
	var known Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, context.Canceled):
		return Problem{ErrInterrupted, "it was interrupted"}
	}
	return Problem{kind, err.Error()}
}

// problemOf is the kind of an error.
func problemOf(err error) Problem {
	var problem Problem
	if errors.As(as(ErrFailed, err), &problem) {
		return problem
	}
	return Problem{}
}

// IsFull says whether a program's last words are about a disk without room.
func IsFull(words string) bool {
	lower := strings.ToLower(words)
	return strings.Contains(lower, "no space left on device") || strings.Contains(lower, "disk quota exceeded")
}
