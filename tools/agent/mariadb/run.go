// Package mariadb runs MariaDB by TLS alone, on a volume of its own, for the users that are declared.
package mariadb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"agent/binding"
	"agent/process"
)

const (
	volume = "/data"
	socket = "/run/mariadb/mariadb.sock"
)

var (
	dataDirectory      = filepath.Join(volume, "mariadb")
	temporaryDirectory = filepath.Join(volume, "tmp")
	tlsDirectory       = filepath.Join(volume, "tls")
)

// Run makes the data directory where there is none, starts the server, and keeps its users as they are declared. It ends as the server does.
func Run(database string, options []string) error {
	signals := process.Signals()
	if err := create(); err != nil {
		return err
	}
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: database, Output: os.Stdout}
	if err := authority.Keep(time.Now()); err != nil {
		return err
	}
	server := exec.Command("mariadbd", append(serverOptions(authority), options...)...)
	if err := process.Start(server); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go binding.KeepUsers(ctx, func(users map[string]string) error { return change(database, users) })
	go authority.Renew(ctx, func() error {
		_, err := query("FLUSH SSL")
		return err
	})
	return process.Supervise(server, signals)
}

func serverOptions(authority binding.Authority) []string {
	return []string{
		// It comes first: no file of the image decides anything.
		"--no-defaults",
		"--datadir=" + dataDirectory, "--tmpdir=" + temporaryDirectory, "--socket=" + socket, "--pid-file=/tmp/mariadb.pid",
		"--bind-address=0.0.0.0", "--port=3306", "--skip-name-resolve",
		"--require-secure-transport=ON", "--ssl-cert=" + authority.Bundle(), "--ssl-key=" + authority.Bundle(), "--tls-version=TLSv1.2,TLSv1.3",
		// No statement reads or writes files of the container.
		"--local-infile=OFF", "--secure-file-priv=" + temporaryDirectory, "--symbolic-links=OFF",
		"--character-set-server=utf8mb4", "--open-files-limit=4096",
	}
}

// create makes the data directory beside its place, so that an interrupted run leaves none that looks whole.
func create() error {
	if err := os.MkdirAll(temporaryDirectory, 0o700); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dataDirectory, "mysql")); err == nil {
		return nil
	}
	next := dataDirectory + ".new"
	if err := os.RemoveAll(next); err != nil {
		return err
	}
	// Its superuser has no password, and is known by the socket alone: only processes of the container have that.
	install := exec.Command("mariadb-install-db", "--no-defaults", "--datadir="+next, "--tmpdir="+temporaryDirectory,
		"--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve", "--force")
	if said, err := install.CombinedOutput(); err != nil {
		return fmt.Errorf("mariadb-install-db: %w\n%s", err, said)
	}
	return os.Rename(next, dataDirectory)
}

// Check asks the server for an answer to a query.
func Check() error {
	_, err := query("SELECT 1")
	return err
}

// query sends statements as the superuser, and returns the lines of the answer.
func query(statements string) ([]string, error) {
	client := exec.Command("mariadb", clientOptions("--batch", "--skip-column-names")...)
	client.Stdin = strings.NewReader(statements)
	said := strings.Builder{}
	client.Stderr = &said
	answer, err := client.Output()
	if err != nil {
		return nil, errors.New(binding.FirstLine(said.String()))
	}
	return strings.Fields(string(answer)), nil
}

func clientOptions(more ...string) []string {
	return append([]string{"--no-defaults", "--socket=" + socket, "--user=root"}, more...)
}
