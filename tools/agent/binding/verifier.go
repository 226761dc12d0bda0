package binding

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"agent/certificate"
)

const (
	// As PostgreSQL makes them itself.
	scramIterations = 4096
	scramSaltLength = 16
)

// Scram is what PostgreSQL keeps of a password (RFC 5803).
func Scram(password string) (string, error) {
	salt := make([]byte, scramSaltLength)
	rand.Read(salt)
	return scram(password, salt)
}

func scram(password string, salt []byte) (string, error) {
	salted, err := pbkdf2.Key(sha256.New, password, salt, scramIterations, sha256.Size)
	if err != nil {
		return "", err
	}
	stored := sha256.Sum256(keyed(salted, "Client Key"))
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s", scramIterations, encode(salt), encode(stored[:]), encode(keyed(salted, "Server Key"))), nil
}

func keyed(key []byte, text string) []byte {
	code := hmac.New(sha256.New, key)
	code.Write([]byte(text))
	return code.Sum(nil)
}

// Digest is what Valkey keeps of a password: with 190 bits of chance in it, a salt would add nothing.
func Digest(password string) string {
	sum := sha256.Sum256([]byte(password))
	return hex.EncodeToString(sum[:])
}

const (
	// Declared is the file in which a service reads which users it has.
	Declared = "/declared/users.json"
	// What it says back.
	acknowledged = "/public/users.json"
)

// What a verifier is made of: it goes into statements of SQL and into access control lists.
var verifierForm = regexp.MustCompile(`^[0-9A-Za-z+/=:$.*-]{8,256}$`)

// Users are those that are declared and have come with their credentials, by name.
func Users(declared, verifiers string) (map[string]string, error) {
	content, err := os.ReadFile(declared)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	if err := json.Unmarshal(content, &names); err != nil {
		return nil, fmt.Errorf("%s: %w", declared, err)
	}
	users := map[string]string{}
	for _, name := range names {
		if !userName.MatchString(name) {
			return nil, fmt.Errorf("%s: user %q must be of a-z, 0-9 and -", declared, name)
		}
		verifier, err := verifierOf(verifiers, name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		users[name] = verifier
	}
	return users, nil
}

func verifierOf(directory, name string) (string, error) {
	verifier, err := os.ReadFile(filepath.Join(directory, name))
	if err != nil {
		return "", err
	}
	if !verifierForm.Match(verifier) {
		return "", fmt.Errorf("what is in the verifier of %s is none", name)
	}
	return string(verifier), nil
}

// PrintUsers prints the users that the server has, one a line; of a shared server those of TENANT SERVICE.
func PrintUsers(arguments []string, output io.Writer) error {
	names, err := usersKnown(arguments)
	if err != nil {
		return err
	}
	for _, name := range names {
		fmt.Fprintln(output, name)
	}
	return nil
}

func usersKnown(arguments []string) ([]string, error) {
	if len(arguments) == 2 {
		account, err := readAccount(publicPlace, Share{Tenant: arguments[0], Service: arguments[1]}.Name())
		return Names(account.Users), err
	}
	users, err := acknowledgedUsers(acknowledged)
	return Names(users), err
}

// Names are those of the users, in order.
func Names[User any](users map[string]User) []string {
	return slices.Sorted(maps.Keys(users))
}

// acknowledge tells those who bind which users the service has, and by which verifiers.
func acknowledge(file string, users map[string]string, output io.Writer) error {
	content, err := json.Marshal(users)
	if err != nil {
		return err
	}
	fmt.Fprintf(output, "users: %s\n", strings.Join(Names(users), " "))
	return certificate.Replace(file, content, certificate.Readable)
}

func acknowledgedUsers(file string) (map[string]string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var users map[string]string
	return users, json.Unmarshal(content, &users)
}

// isAcknowledged is an error until the service has the user.
func isAcknowledged(file, name, verifier string) error {
	users, err := acknowledgedUsers(file)
	if err != nil {
		return err
	}
	if users[name] != verifier {
		return errors.New("it has not read them yet")
	}
	return nil
}

// WriteVerifier tells the service of a user.
func WriteVerifier(directory, name, verifier string) error {
	return certificate.Replace(filepath.Join(directory, name), []byte(verifier), certificate.Readable)
}
