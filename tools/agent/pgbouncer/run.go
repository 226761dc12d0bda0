// Package pgbouncer runs PgBouncer between apps and a PostgreSQL server, for the users that the server has.
package pgbouncer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"agent/binding"
	"agent/certificate"
	"agent/process"
)

const (
	// It has nothing but the pooler's own authority, which clients go on to trust.
	tlsDirectory = "/data/tls"
	private      = 0o600
	patience     = 5 * time.Second
)

// Run starts the pooler, and keeps its users as they are declared. It ends as the pooler does.
func Run(config Config) error {
	signals := process.Signals()
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: config.Host, Output: os.Stdout}
	if err := authority.Keep(time.Now()); err != nil {
		return err
	}
	write := func(users map[string]string) error {
		// Those that are declared share the connections: others are on their way out, or go past the pooler.
		declared, err := binding.Users(binding.Declared, binding.Verifiers)
		return errors.Join(
			err,
			certificate.Replace(usersFile, []byte(usersText(users)), private),
			certificate.Replace(configFile, []byte(config.text(authority.Bundle(), len(declared))), private),
		)
	}
	if err := write(nil); err != nil {
		return err
	}
	pooler := exec.Command("pgbouncer", configFile)
	if err := process.Start(pooler); err != nil {
		return err
	}
	reload := func() error { return pooler.Process.Signal(syscall.SIGHUP) }
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go binding.KeepUsers(ctx, func(users map[string]string) error { return errors.Join(write(users), reload()) })
	go authority.Renew(ctx, reload)
	return process.Supervise(pooler, signals)
}

// Check asks whether it takes connections, and has a certificate for them. The server has a check of its own.
func Check() error {
	connection, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), patience)
	if err != nil {
		return err
	}
	defer connection.Close()
	return askForTls(connection)
}

// As the protocol of PostgreSQL has it: a length, a code, and an answer of one letter.
var (
	sslRequest  = []byte{0, 0, 0, 8, 4, 210, 22, 47}
	sslAccepted = byte('S')
)

func askForTls(connection net.Conn) error {
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := connection.Write(sslRequest); err != nil {
		return err
	}
	answer := make([]byte, 1)
	if _, err := io.ReadFull(connection, answer); err != nil {
		return err
	}
	if answer[0] != sslAccepted {
		return fmt.Errorf("it answers %q, and takes no TLS", answer)
	}
	return nil
}
