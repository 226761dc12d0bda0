package binding

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"time"

	"agent/process"
)

const lookForUsers = time.Second

// KeepUsers makes the users of a server those that are declared, whenever they change, and says so to those who bind. A user that is declared no more stays until the
// last container of its app has ended: a generation that is drained goes on working.
// change gets all of them, with their verifiers: who is not among them has to go.
func KeepUsers(ctx context.Context, change func(users map[string]string) error) {
	keeper := userKeeper{Declared, Verifiers, acknowledged, change, newPresence(resolves, time.Now()), os.Stdout, nil}
	said := ""
	for process.Sleep(ctx, lookForUsers) {
		// A server that starts answers nobody yet: once is enough.
		if err := keeper.look(); err != nil && err.Error() != said {
			said = err.Error()
			fmt.Fprintf(os.Stderr, "users: %s\n", said)
		}
	}
}

type userKeeper struct {
	declared, verifiers, acknowledged string
	change                            func(users map[string]string) error
	presence                          *presence
	output                            io.Writer
	// Those that the server has, once it has been told.
	known map[string]string
}

func (k *userKeeper) look() error {
	users, err := k.users(time.Now())
	if err != nil || users == nil || (k.known != nil && maps.Equal(users, k.known)) {
		return err
	}
	if err := k.change(users); err != nil {
		return err
	}
	if err := acknowledge(k.acknowledged, users, k.output); err != nil {
		return err
	}
	k.known = users
	return nil
}

// users are those that are declared, and those that are not and still work.
func (k *userKeeper) users(now time.Time) (map[string]string, error) {
	users, err := Users(k.declared, k.verifiers)
	if err != nil || users == nil {
		return users, err
	}
	files, err := os.ReadDir(k.verifiers)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		name := file.Name()
		if _, isDeclared := users[name]; isDeclared {
			k.presence.declared(name, now)
		} else if userName.MatchString(name) && k.presence.holds(name, now) {
			verifier, err := verifierOf(k.verifiers, name)
			if err != nil {
				return nil, err
			}
			users[name] = verifier
		}
	}
	return users, nil
}
