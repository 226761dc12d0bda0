// Package memcached runs Memcached by TLS alone. It has no users that common clients could log in as: its network is what keeps others out.
package memcached

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"agent/binding"
	"agent/process"
)

const (
	port     = 11211
	patience = 5 * time.Second
	// It has nothing but the server's own authority, which clients go on to trust.
	tlsDirectory = "/data/tls"
)

// Run starts the server. It ends as the server does.
func Run(host string, options []string) error {
	signals := process.Signals()
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: host, Output: os.Stdout}
	if err := authority.Keep(time.Now()); err != nil {
		return err
	}
	if _, err := binding.NewOperator(host, ""); err != nil {
		return err
	}
	server := exec.Command("memcached", append(serverOptions(authority), options...)...)
	if err := process.Start(server); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go authority.Renew(ctx, func() error { return ask("127.0.0.1", host, port, "refresh_certs", "OK") })
	return process.Supervise(server, signals)
}

func serverOptions(authority binding.Authority) []string {
	return []string{
		"-l", "0.0.0.0", "-p", strconv.Itoa(port), "-U", "0",
		"-Z", "-o", fmt.Sprintf("ssl_chain_cert=%s,ssl_key=%s", authority.Bundle(), authority.Bundle()),
	}
}

// Check asks for an answer, by TLS as clients do.
func Check() error {
	operator, err := binding.CurrentOperator()
	if err != nil {
		return err
	}
	return ask("127.0.0.1", operator.Host, port, "version", "VERSION ")
}

// Kind is a binding to Memcached.
var Kind = binding.Kind{
	Binding: binding.Binding{Type: "memcached", Provider: "memcached", Scheme: "memcacheds", IsAnonymous: true},
	Login: func(bound binding.Binding, _ string) error {
		return ask(bound.Host, bound.Host, bound.Port, "version", "VERSION ")
	},
}

func ask(address, host string, port int, command, expected string) error {
	trust, err := binding.Trust(host)
	if err != nil {
		return err
	}
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: patience}, Config: trust}
	connection, err := dialer.Dial("tcp", net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	defer connection.Close()
	return talk(connection, command, expected)
}

func talk(connection net.Conn, command, expected string) error {
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(connection, "%s\r\n", command); err != nil {
		return err
	}
	answer, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil {
		return err
	}
	if !strings.HasPrefix(answer, expected) {
		return errors.New(strings.TrimSpace(answer))
	}
	return nil
}
