// Package binding makes the credentials by which one app reaches one service, in the files of the Service Binding specification.
package binding

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"agent/certificate"
)

const (
	// Directory is where the app's volume is in the container that fills it.
	Directory = "/binding"
	// Verifiers is what the service has of each user: enough to check a password, and no password.
	Verifiers = "/verifiers"
	// AuthorityFile is the service's own authority, which the service puts there.
	AuthorityFile = "/public/ca.crt"

	passwordFile = "password"
	// 62 to the power of 32 are 190 bits.
	passwordLength = 32
	alphabet       = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

var (
	userName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)
	hostName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}(\.[a-z0-9-]{1,63}){0,5}$`)
	place    = regexp.MustCompile(`^(/[a-z0-9-]+){1,4}$`)
	// Of a volume that somebody wrote by hand: anything else would have to be escaped in a URL.
	password = regexp.MustCompile(`^[0-9A-Za-z]{16,128}$`)
)

// Binding is what an app has to know of a service.
type Binding struct {
	// Type of the specification, such as `postgresql`.
	Type string
	// Provider is the program, such as `postgresql`.
	Provider string
	// Scheme of the URI, such as `postgresql`.
	Scheme   string
	Host     string
	Port     int
	Username string
	// Database is empty where the service has none.
	Database string
	// Query of the URI: %s is the directory in which the app finds it all.
	Query string
	// Place is that directory, such as `/bindings/orders`.
	Place string
	// IsAnonymous is true where clients do not log in.
	IsAnonymous bool
	// DatabaseFile is the entry that names the database, such as `bucket`; `database` where it is empty.
	DatabaseFile string
	// More are entries of this type alone.
	More func(bound Binding, password string) map[string]string
}

// Check says what is wrong with the arguments that it came from.
func (b Binding) Check() error {
	switch {
	case !userName.MatchString(b.Username):
		return fmt.Errorf("user %q must be 1 to 63 of a-z, 0-9 and -, a letter first", b.Username)
	case !hostName.MatchString(b.Host):
		return fmt.Errorf("host %q must be 1 to 63 of a-z, 0-9 and -, a letter first", b.Host)
	case b.Database != "" && !userName.MatchString(b.Database):
		return fmt.Errorf("database %q must be 1 to 63 of a-z, 0-9 and -, a letter first", b.Database)
	case !place.MatchString(b.Place):
		return fmt.Errorf("directory %q must be absolute, of a-z, 0-9, - and /", b.Place)
	case b.Port < 1 || b.Port > 65535:
		return fmt.Errorf("port %d must be from 1 to 65535", b.Port)
	}
	return nil
}

// URI has all of it in one line.
func (b Binding) URI(password string) string {
	var user *url.Userinfo
	if !b.IsAnonymous {
		user = url.UserPassword(b.Username, password)
	}
	uri := url.URL{
		Scheme:   b.Scheme,
		User:     user,
		Host:     net.JoinHostPort(b.Host, strconv.Itoa(b.Port)),
		Path:     b.Database,
		RawQuery: strings.ReplaceAll(b.Query, "%s", b.Place),
	}
	return uri.String()
}

// Write fills the directory of the app. The password that is there already stays: another one would end the app's connections.
func (b Binding) Write(directory string, authority []byte) (string, error) {
	secret, err := b.password(directory)
	if err != nil {
		return "", err
	}
	files := map[string]string{
		"type": b.Type, "provider": b.Provider, "host": b.Host, "port": strconv.Itoa(b.Port), "uri": b.URI(secret),
	}
	if len(authority) > 0 {
		files["ca.crt"] = string(authority)
	}
	if !b.IsAnonymous {
		files["username"] = b.Username
	}
	if b.Database != "" {
		files[cmp.Or(b.DatabaseFile, "database")] = b.Database
	}
	if b.More != nil {
		maps.Copy(files, b.More(b, secret))
	}
	for name, content := range files {
		if err := certificate.Replace(filepath.Join(directory, name), []byte(content), certificate.Readable); err != nil {
			return "", err
		}
	}
	return secret, nil
}

func (b Binding) password(directory string) (string, error) {
	if b.IsAnonymous {
		return "", nil
	}
	return keptPassword(directory)
}

func keptPassword(directory string) (string, error) {
	file := filepath.Join(directory, passwordFile)
	content, err := os.ReadFile(file)
	if err == nil && password.Match(content) {
		return string(content), nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	made := NewPassword()
	return made, certificate.Replace(file, []byte(made), certificate.Readable)
}

// NewPassword is of letters and digits alone, so that no client has to escape it.
func NewPassword() string {
	return randomText(passwordLength)
}

func randomText(length int) string {
	made, one := make([]byte, 0, length), make([]byte, 1)
	for len(made) < length {
		rand.Read(one)
		// What is beyond the last whole multiple would make some characters likelier than others.
		if int(one[0]) < 256/len(alphabet)*len(alphabet) {
			made = append(made, alphabet[int(one[0])%len(alphabet)])
		}
	}
	return string(made)
}
