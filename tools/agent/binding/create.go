package binding

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	patience = 60 * time.Second
	every    = 250 * time.Millisecond
)

// Kind is what differs between services.
type Kind struct {
	Binding Binding
	// Verifier of a password; nil where clients do not log in.
	Verifier func(password string) (string, error)
	// Login is an error as long as the service does not take the password.
	Login func(binding Binding, password string) error
}

// Create makes the credentials of one user, and waits until the service takes them.
func Create(kind Kind, arguments []string, output io.Writer) error {
	bound, err := kind.Binding.with(arguments)
	if err != nil {
		return err
	}
	authority, err := os.ReadFile(AuthorityFile)
	if err != nil {
		return err
	}
	password, err := bound.Write(Directory, authority)
	if err != nil {
		return err
	}
	isKnown := func() error { return nil }
	if !bound.IsAnonymous {
		verifier, err := kind.Verifier(password)
		if err != nil {
			return err
		}
		if err := WriteVerifier(Verifiers, bound.Username, verifier); err != nil {
			return err
		}
		isKnown = func() error { return isAcknowledged(acknowledged, bound.Username, verifier) }
	}
	err = until(patience, every, func() error {
		// A login before that would only be a failure in the log of the service.
		if err := isKnown(); err != nil {
			return err
		}
		return kind.Login(bound, password)
	})
	if err != nil {
		return fmt.Errorf("%s does not take the credentials of %s after %s: %w", bound.Host, bound.Username, patience, err)
	}
	fmt.Fprintf(output, "%s takes the credentials of %s\n", bound.Host, bound.Username)
	return nil
}

// with fills in DIRECTORY HOST PORT USER [DATABASE].
func (b Binding) with(arguments []string) (Binding, error) {
	if len(arguments) < 4 || len(arguments) > 5 {
		return b, errors.New("it needs DIRECTORY HOST PORT USER [DATABASE]")
	}
	port, err := strconv.Atoi(arguments[2])
	if err != nil {
		return b, fmt.Errorf("port %q is no number", arguments[2])
	}
	b.Place, b.Host, b.Port, b.Username = arguments[0], arguments[1], port, arguments[3]
	if len(arguments) == 5 {
		b.Database = arguments[4]
	}
	return b, b.Check()
}

func until(patience, every time.Duration, try func() error) error {
	deadline := time.Now().Add(patience)
	for {
		err := try()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(every)
	}
}

// FirstLine is what a client says first.
func FirstLine(said string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	return first
}
