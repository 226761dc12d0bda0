package binding

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// CreateShared makes the credentials of one user of a share, and waits until the shared server takes them by the tenant's gateway.
func CreateShared(kind Kind, arguments []string, output io.Writer) error {
	bound, share, user, err := sharedBinding(kind, arguments)
	if err != nil {
		return err
	}
	authority, err := os.ReadFile(AuthorityFile)
	if err != nil {
		return err
	}
	password, err := keptPassword(Directory)
	if err != nil {
		return err
	}
	verifier, err := kind.Verifier(password)
	if err != nil {
		return err
	}
	if err := WriteVerifier(Verifiers, share.verifier(user), verifier); err != nil {
		return err
	}
	err = until(patience, every, func() error {
		account, err := readAccount(publicPlace, share.Name())
		if err != nil {
			return errors.New("it has not read them yet")
		}
		if bound, err = bound.of(account, user, verifier); err != nil {
			return err
		}
		return kind.Login(bound, password)
	})
	if err != nil {
		return fmt.Errorf("the shared server does not take the credentials of %s for %s after %s: %w", user, share.Place(), patience, err)
	}
	if _, err := bound.Write(Directory, authority); err != nil {
		return err
	}
	fmt.Fprintf(output, "the shared server takes the credentials of %s for %s\n", user, share.Place())
	return nil
}

// sharedBinding reads DIRECTORY HOST PORT TENANT SERVICE USER.
func sharedBinding(kind Kind, arguments []string) (Binding, Share, string, error) {
	if len(arguments) != 6 {
		return Binding{}, Share{}, "", errors.New("it needs DIRECTORY HOST PORT TENANT SERVICE USER")
	}
	user := arguments[5]
	bound, err := kind.Binding.with(append(arguments[:3:3], user))
	return bound, Share{Tenant: arguments[3], Service: arguments[4]}, user, err
}

// of has the names that the server has chosen, once it has the user.
func (b Binding) of(account Account, user, verifier string) (Binding, error) {
	role, isThere := account.Users[user]
	switch {
	case isThere && role.Verifier == verifier:
		b.Username, b.Database = role.Name, account.Database
		return b, nil
	case account.Problem != "":
		return b, errors.New(account.Problem)
	default:
		return b, errors.New("it has not read them yet")
	}
}
