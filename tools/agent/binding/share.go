package binding

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const (
	// No name of a tenant or a service has two of them in a row.
	separator = "--"
	ending    = ".json"
	// Names of tenants and services are shorter still.
	longestShareName = 63
)

var containerName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// Share is the part of a shared server that one service of a tenant has, as the stack of the tenant declares it.
type Share struct {
	Tenant  string `json:"tenant"`
	Service string `json:"service"`
	// Gateway is the container by which the tenant's apps reach the server.
	Gateway string `json:"gateway"`
	// Storage in MiB.
	Storage int64 `json:"storage"`
	// Connections at a time.
	Connections int      `json:"connections"`
	Users       []string `json:"users"`
}

// Name is unique on the server.
func (s Share) Name() string {
	return s.Tenant + separator + s.Service
}

// Place is how people write it, such as `acme/orders`.
func (s Share) Place() string {
	return s.Tenant + "/" + s.Service
}

// verifier is the file of a user's verifier.
func (s Share) verifier(user string) string {
	return s.Name() + separator + user
}

// check says what is wrong with a declaration: names go into statements of SQL and into names of files.
func (s Share) check() error {
	for _, name := range append([]string{s.Tenant, s.Service}, s.Users...) {
		if !userName.MatchString(name) || strings.Contains(name, separator) {
			return fmt.Errorf("name %q must be of a-z, 0-9 and single -, a letter first", name)
		}
	}
	switch {
	case len(s.Name()) > longestShareName:
		return fmt.Errorf("name %q is too long", s.Name())
	case !containerName.MatchString(s.Gateway):
		return fmt.Errorf("gateway %q must be the name of a container", s.Gateway)
	case s.Storage < 1 || s.Connections < 1:
		return fmt.Errorf("storage %d and connections %d must be at least 1", s.Storage, s.Connections)
	}
	return nil
}

// shares are those that are declared, in the order of their files. One that cannot be read takes none of the others with it.
func shares(directory string) ([]Share, error) {
	files, err := filepath.Glob(filepath.Join(directory, "*"+ending))
	if err != nil {
		return nil, err
	}
	found, problems := []Share{}, []error{}
	for _, file := range files {
		share, err := readShare(file)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", filepath.Base(file), err))
			continue
		}
		found = append(found, share)
	}
	return found, errors.Join(problems...)
}

func readShare(file string) (Share, error) {
	share := Share{}
	content, err := os.ReadFile(file)
	if err != nil {
		return share, err
	}
	if err := json.Unmarshal(content, &share); err != nil {
		return share, err
	}
	if share.Name()+ending != filepath.Base(file) {
		return share, fmt.Errorf("it declares %s", share.Place())
	}
	return share, share.check()
}

// Account is what a shared server has made for a share. The server chooses the names of database and roles: one tenant sees those of others, and they tell nothing.
type Account struct {
	Database string          `json:"database"`
	Users    map[string]Role `json:"users"`
	// Used of the storage, in MiB.
	Used int64 `json:"used"`
	// Problem is what keeps it from being as declared; empty where there is none.
	Problem string `json:"problem,omitempty"`
}

// Role is a user as the server knows it.
type Role struct {
	Name     string `json:"name"`
	Verifier string `json:"verifier"`
}

// PrintShares prints the accounts of a shared server by place, such as `acme/orders`.
func PrintShares(output io.Writer) error {
	return printShares(publicPlace, output)
}

func printShares(directory string, output io.Writer) error {
	files, err := filepath.Glob(filepath.Join(directory, "*"+separator+"*"+ending))
	if err != nil {
		return err
	}
	accounts := map[string]Account{}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ending)
		tenant, service, _ := strings.Cut(name, separator)
		if accounts[tenant+"/"+service], err = readAccount(directory, name); err != nil {
			return err
		}
	}
	return json.NewEncoder(output).Encode(accounts)
}

func accountFile(directory, name string) string {
	return filepath.Join(directory, name+ending)
}

func readAccount(directory, name string) (Account, error) {
	account := Account{}
	content, err := os.ReadFile(accountFile(directory, name))
	if err != nil {
		return account, err
	}
	return account, json.Unmarshal(content, &account)
}
