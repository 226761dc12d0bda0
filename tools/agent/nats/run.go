// Package nats runs a NATS server with JetStream by TLS alone, on a volume of its own, for the users that are declared.
package nats

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"agent/binding"
	"agent/certificate"
	"agent/process"
)

const (
	port        = 4222
	monitorPort = 8222
	patience    = 5 * time.Second

	volume     = "/data"
	configFile = "/tmp/nats.json"
)

var (
	// The server makes a directory below it, and there one for each account.
	streams      = filepath.Join(volume, "streams")
	accounts     = filepath.Join(streams, "jetstream")
	tlsDirectory = filepath.Join(volume, "tls")
)

// Run starts the server, and keeps its users and accounts as they are declared. It ends as the server does.
func Run(host string, arguments []string) error {
	signals := process.Signals()
	declared, err := parse(host, arguments)
	if err != nil {
		return err
	}
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: host, Output: os.Stdout}
	if err := authority.Keep(time.Now()); err != nil {
		return err
	}
	password := binding.NewPassword()
	write := func(users map[string]string) error {
		kept, err := accountsWithStreams(accounts)
		if err != nil {
			return err
		}
		content, err := configuration(declared, authority.Bundle(), password, users, kept)
		if err != nil {
			return err
		}
		return certificate.Replace(configFile, content, 0o600)
	}
	// Apps connect again as soon as it answers.
	users, err := binding.Users(binding.Declared, binding.Verifiers)
	if err != nil {
		return err
	}
	if err := write(users); err != nil {
		return err
	}
	server := exec.Command("nats-server", "--config", configFile)
	server.Env = append(os.Environ(), fmt.Sprintf("GOMEMLIMIT=%dMiB", declared.memory))
	if err := process.Start(server); err != nil {
		return err
	}
	reload := func() error { return server.Process.Signal(syscall.SIGHUP) }
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go binding.KeepUsers(ctx, func(users map[string]string) error {
		// Before it listens to signals, one would end it.
		if _, err := health(); err != nil {
			return err
		}
		return errors.Join(write(users), reload())
	})
	go authority.Renew(ctx, reload)
	return process.Supervise(server, signals)
}

// Check asks whether the server and its streams are there.
func Check() error {
	status, err := health()
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%d %s", status, http.StatusText(status))
	}
	return err
}

func health() (int, error) {
	client := http.Client{Timeout: patience}
	answer, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/healthz", monitorPort))
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}
