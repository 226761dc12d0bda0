// Package valkey runs Valkey by TLS alone, for the users that are declared.
package valkey

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"agent/binding"
	"agent/certificate"
	"agent/process"
)

const (
	volume  = "/data"
	sockets = "/run/valkey"
	socket  = sockets + "/valkey.sock"
	// Of the agent alone: it reads no data.
	operator = "operator"
	// Of the container that makes backups, which is given the password beside the socket: it gets all data, as a replica does.
	backupUser = "backup"
	backupFile = sockets + "/backup"
	patience   = 5 * time.Second

	// A user works with keys, channels and scripts, and sees what an app asks for at its start; it neither configures nor stops the server.
	rights = "~* &* +@all -@admin -@dangerous +info +keys +sort +client|setinfo +client|setname +client|id +client|no-evict"
	// Of one that tells how the server is: no key and no channel.
	looks = "resetkeys resetchannels -@all +ping +info +config|get +client|setname +client|setinfo +slowlog|get +slowlog|len +latency|latest +latency|histogram +select"
)

var (
	tlsDirectory = filepath.Join(volume, "tls")
	usersFile    = "/tmp/users.acl"
)

// Run starts the server, and keeps its users as they are declared. It ends as the server does.
func Run(host string, options []string) error {
	signals := process.Signals()
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: host, Output: os.Stdout}
	if err := authority.Keep(time.Now()); err != nil {
		return err
	}
	// Apps go on as soon as it answers.
	users, err := binding.Users(binding.Declared, binding.Verifiers)
	if err != nil {
		return err
	}
	passwords := passwords{operator: binding.NewPassword(), backup: binding.NewPassword()}
	if err := errors.Join(writeUsers(passwords, users), keepPassword(passwords.operator), certificate.Replace(backupFile, []byte(passwords.backup), 0o600)); err != nil {
		return err
	}
	server := exec.Command("valkey-server", append(serverOptions(authority), options...)...)
	if err := process.Start(server); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go binding.KeepUsers(ctx, func(users map[string]string) error {
		if err := writeUsers(passwords, users); err != nil {
			return err
		}
		return command(passwords.operator, "ACL LOAD")
	})
	go authority.Renew(ctx, func() error {
		return command(passwords.operator, "CONFIG SET tls-cert-file "+authority.Bundle()+" tls-key-file "+authority.Bundle())
	})
	return process.Supervise(server, signals)
}

func serverOptions(authority binding.Authority) []string {
	return []string{
		"--port", "0", "--tls-port", "6379", "--tls-auth-clients", "no",
		"--tls-cert-file", authority.Bundle(), "--tls-key-file", authority.Bundle(), "--tls-ca-cert-file", authority.Public,
		"--unixsocket", socket, "--unixsocketperm", "700",
		"--aclfile", usersFile, "--dir", volume, "--daemonize", "no", "--logfile", "", "--protected-mode", "no",
		// No snapshots beside the log.
		"--save", "",
		// What asks for all data is the one that makes backups: there are no others to wait for.
		"--repl-diskless-sync-delay", "0",
	}
}

// passwords are those of the users that the platform has beside the declared ones, until the server ends.
type passwords struct{ operator, backup string }

// writeUsers is the whole list: nobody else comes in.
func writeUsers(own passwords, users map[string]string) error {
	list := strings.Builder{}
	// Nobody is it: it is off, without a password. Transactions in the log are only carried out again, at a start, if it may do what is in them.
	list.WriteString("user default reset off ~* &* +@all\n")
	fmt.Fprintf(&list, "user %s reset on #%s +acl|load +acl|setuser +acl|deluser +config|set +ping\n", operator, binding.Digest(own.operator))
	fmt.Fprintf(&list, "user %s reset on #%s +ping +info +sync +psync +replconf\n", backupUser, binding.Digest(own.backup))
	for _, name := range binding.Names(users) {
		allowed := rights
		if binding.IsExporter(name) {
			allowed = looks
		}
		fmt.Fprintf(&list, "user %s reset on #%s %s\n", name, users[name], allowed)
	}
	return certificate.Replace(usersFile, []byte(list.String()), 0o600)
}

// command is one of the operator's, over the socket.
func command(password, line string) error {
	connection, err := net.DialTimeout("unix", socket, patience)
	if err != nil {
		return err
	}
	defer connection.Close()
	return talk(connection, "AUTH "+operator+" "+password, line)
}

// talk sends one line after the other, in the protocol's form for people, and wants a good answer to each.
func talk(connection net.Conn, lines ...string) error {
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	answers := bufio.NewReader(connection)
	for _, line := range lines {
		if _, err := io.WriteString(connection, line+"\r\n"); err != nil {
			return err
		}
		answer, err := answers.ReadString('\n')
		if err != nil {
			return err
		}
		// A server that loads its data, and one that wants a password, answer as well.
		if strings.HasPrefix(answer, "-") {
			return errors.New(strings.TrimSpace(answer[1:]))
		}
	}
	return nil
}

// Check asks for an answer, without a password: to be refused is one.
func Check() error {
	connection, err := net.DialTimeout("unix", socket, patience)
	if err != nil {
		return err
	}
	defer connection.Close()
	err = talk(connection, "PING")
	if err != nil && strings.HasPrefix(err.Error(), "NOAUTH") {
		return nil
	}
	return err
}

// Kind is a binding to Valkey.
var Kind = binding.Kind{
	Binding:  binding.Binding{Type: "redis", Provider: "valkey", Scheme: "rediss"},
	Verifier: func(password string) (string, error) { return binding.Digest(password), nil },
	Login:    login,
}

func login(bound binding.Binding, password string) error {
	authority, err := os.ReadFile(binding.AuthorityFile)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: patience}, Config: &tls.Config{RootCAs: roots, ServerName: bound.Host, MinVersion: tls.VersionTLS12}}
	connection, err := dialer.Dial("tcp", net.JoinHostPort(bound.Host, strconv.Itoa(bound.Port)))
	if err != nil {
		return err
	}
	defer connection.Close()
	return talk(connection, "AUTH "+bound.Username+" "+password, "PING")
}
