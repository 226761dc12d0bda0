// Package postgres runs PostgreSQL under a user without a name, on a volume of its own, for the users that are declared.
package postgres

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
	// Version is the major one of the image.
	Version = "17"

	volume    = "/data"
	sockets   = "/run/postgresql"
	superuser = "postgres"
)

// A user of the kernel without a name is none for initdb.
var (
	dataDirectory = filepath.Join(volume, "postgres")
	tlsDirectory  = filepath.Join(volume, "tls")
	passwdFile    = "/tmp/passwd"
	groupFile     = "/tmp/group"
	hbaFile       = "/tmp/pg_hba.conf"
)

// Run makes the cluster where there is none, starts the server, and keeps its users as they are declared. It ends as the server does.
func Run(database string, options []string) error {
	signals := process.Signals()
	authority, err := prepare(database)
	if err != nil {
		return err
	}
	server := exec.Command("postgres", append(serverOptions(authority.Bundle()), options...)...)
	return serve(server, signals, authority, func(ctx context.Context) {
		binding.KeepUsers(ctx, func(users map[string]string) error { return query(statements(database, users)) })
	})
}

// prepare makes what the server needs to start, host is the name in its certificate.
func prepare(host string) (binding.Authority, error) {
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: host, Output: os.Stdout}
	if err := checkVersion(dataDirectory); err != nil {
		return authority, err
	}
	if err := create(); err != nil {
		return authority, err
	}
	if err := authority.Keep(time.Now()); err != nil {
		return authority, err
	}
	return authority, os.WriteFile(hbaFile, []byte(hostBasedAccess), 0o600)
}

// serve runs the server, and what keeps its users beside it.
func serve(server *exec.Cmd, signals <-chan os.Signal, authority binding.Authority, keep func(ctx context.Context)) error {
	if err := process.Start(server); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go keep(ctx)
	go authority.Renew(ctx, func() error { return query("SELECT pg_reload_conf()") })
	go endSlow(ctx)
	return process.Supervise(server, signals)
}

// Only the user of the server opens its socket; whoever comes over the network has a password, and an encrypted connection.
const hostBasedAccess = `local   all all trust
hostssl all all all scram-sha-256
`

func serverOptions(bundle string) []string {
	options := []string{"-D", dataDirectory}
	for _, setting := range []string{
		"listen_addresses=*", "port=5432",
		"unix_socket_directories=" + sockets, "unix_socket_permissions=0700",
		"hba_file=" + hbaFile,
		"ssl=on", "ssl_cert_file=" + bundle, "ssl_key_file=" + bundle, "ssl_min_protocol_version=TLSv1.2",
		"password_encryption=scram-sha-256", "jit=off",
		"logging_collector=off", "log_destination=stderr", "log_line_prefix=%m [%p] %q%u@%d ",
	} {
		options = append(options, "-c", setting)
	}
	return options
}

// checkVersion refuses data of another major version: the server would, and not say what to do.
func checkVersion(directory string) error {
	content, err := os.ReadFile(filepath.Join(directory, "PG_VERSION"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if found := strings.TrimSpace(string(content)); found != Version {
		return fmt.Errorf("the data is of PostgreSQL %s, and this is %s; dump it with the old version and restore it into a new service", found, Version)
	}
	return nil
}

// create makes the cluster beside its place, so that an interrupted run leaves none that looks whole.
func create() error {
	if _, err := os.Stat(filepath.Join(dataDirectory, "PG_VERSION")); err == nil {
		return nil
	}
	next := dataDirectory + ".new"
	if err := os.RemoveAll(next); err != nil {
		return err
	}
	id := os.Getuid()
	for file, line := range map[string]string{
		passwdFile: fmt.Sprintf("%s:x:%d:%d::/tmp:/bin/false\n", superuser, id, id),
		groupFile:  fmt.Sprintf("%s:x:%d:\n", superuser, id),
	} {
		if err := os.WriteFile(file, []byte(line), 0o600); err != nil {
			return err
		}
	}
	initdb := exec.Command("initdb", "--pgdata", next, "--username", superuser, "--auth", "trust", "--encoding", "UTF8",
		"--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--locale", "C", "--data-checksums", "--no-instructions")
	initdb.Env = append(os.Environ(), "LD_PRELOAD=libnss_wrapper.so", "NSS_WRAPPER_PASSWD="+passwdFile, "NSS_WRAPPER_GROUP="+groupFile)
	if said, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, said)
	}
	return os.Rename(next, dataDirectory)
}

// Check asks the server for an answer to a query.
func Check() error {
	return query("SELECT 1")
}

func query(statements string) error {
	_, err := answers(statements)
	return err
}

const ownOptions = "PGOPTIONS=-c client_min_messages=error -c default_transaction_read_only=off"

// answers are those of statements, one a line, fields separated by "|".
func answers(statements string) (string, error) {
	client := exec.Command("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1",
		"--host", sockets, "--username", superuser, "--dbname", superuser, "--file", "-")
	// The first line is the error then, and a database that is read-only for its tenant is not for the agent.
	client.Env = append(os.Environ(), ownOptions)
	said, problem := strings.Builder{}, strings.Builder{}
	client.Stdin, client.Stdout, client.Stderr = strings.NewReader(statements), &said, &problem
	if err := client.Run(); err != nil {
		return "", errors.New(binding.FirstLine(problem.String()))
	}
	return strings.TrimSpace(said.String()), nil
}
