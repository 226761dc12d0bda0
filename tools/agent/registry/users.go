package registry

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"agent/binding"
	"agent/certificate"
)

const (
	// Who may write: the one who makes releases. Nobody removes anything from outside.
	pushUser = "push"
	// Who may only read: the hosts.
	pullUser = "pull"

	verifiersDirectory = "/verifiers"
)

var userNames = []string{pushUser, pullUser}

// CreateUsers makes passwords where there are none, and writes for the registry what tells a right one from a wrong one.
func CreateUsers(output io.Writer) error {
	return createUsers(binding.Directory, verifiersDirectory, output)
}

func createUsers(directory, verifiers string, output io.Writer) error {
	for _, name := range userNames {
		file := filepath.Join(directory, name)
		password, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) {
			password = []byte(binding.NewPassword())
			err = certificate.Replace(file, password, certificate.Private)
		}
		if err != nil {
			return err
		}
		if err := binding.WriteVerifier(verifiers, name, binding.Digest(string(password))); err != nil {
			return err
		}
	}
	fmt.Fprintln(output, "the passwords are there")
	return nil
}

// users are the verifiers of all passwords, by name.
type users map[string]string

func readUsers(directory string) (users, error) {
	read := users{}
	for _, name := range userNames {
		verifier, err := os.ReadFile(filepath.Join(directory, name))
		if err != nil {
			return nil, err
		}
		if len(verifier) != len(binding.Digest("")) {
			return nil, fmt.Errorf("what is in the verifier of %s is none", name)
		}
		read[name] = string(verifier)
	}
	return read, nil
}

// know says whether it is the password of a user. A password has 190 bits of chance: no time that a slow hash would take is worth it.
func (u users) know(name, password string) bool {
	verifier, isThere := u[name]
	isEqual := subtle.ConstantTimeCompare([]byte(verifier), []byte(binding.Digest(password))) == 1
	return isThere && isEqual
}
