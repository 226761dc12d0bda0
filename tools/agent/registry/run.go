// Package registry runs Debian's registry of images behind a door of its own: TLS by the installation's authority, one user who pushes and one who pulls,
// and a pause for writers while what nothing needs is removed.
package registry

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"time"

	"agent/binding"
	"agent/certificate"
	"agent/process"
)

const (
	program       = "docker-registry"
	configuration = "/etc/docker/registry/config.yml"
	address       = ":5000"

	// Of the program, which listens nowhere else.
	backendSocket = "/run/registry/backend.sock"
	// Of those who are in the container already.
	controlSocket = "/run/registry/control.sock"

	startPatience = 30 * time.Second
	startEvery    = 100 * time.Millisecond

	headerPatience = 10 * time.Second
	idlePatience   = 2 * time.Minute
)

// Run starts the registry and its door when its certificate is there, and ends as the registry does. @param file the certificate, its issuer, and the key
func Run(file string) error {
	signals := process.Signals()
	users, err := readUsers(verifiersDirectory)
	if err != nil {
		return err
	}
	if err := process.Await(signals, startPatience, startEvery, func() bool { return certificate.Exists(file) }); err != nil {
		return waited(err, file+", which the container that issues it writes")
	}
	for _, socket := range []string{backendSocket, controlSocket} {
		if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	server := exec.Command(program, "serve", configuration)
	// An upload that a restart has cut off begins again.
	server.Env = append(os.Environ(), "REGISTRY_HTTP_SECRET="+binding.NewPassword())
	if err := process.Start(server); err != nil {
		return err
	}
	if err := process.Await(signals, startPatience, startEvery, func() bool { return answers(backendSocket) }); err != nil {
		_ = server.Process.Kill()
		return waited(err, "an answer of "+program)
	}
	gate := newGate()
	backend := overSocket(backendSocket)
	failed := make(chan error, 2)
	go func() { failed <- serveDoor(newDoor(users, gate, backend, os.Stdout), file) }()
	go func() {
		failed <- serveControl(collector{gate: gate, store: store{volume}, backend: backend, quiet: quietTime, sweep: sweep})
	}()
	go func() {
		// Without a door nobody is served: the engine starts all of it again.
		fmt.Fprintln(os.Stderr, <-failed)
		_ = server.Process.Kill()
	}()
	return process.Supervise(server, signals)
}

// waited says what was not there; a request to end is passed on as it is.
func waited(err error, what string) error {
	if errors.As(err, new(process.Exit)) {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}

func serveDoor(door http.Handler, file string) error {
	server := http.Server{
		Addr: address, Handler: door, ReadHeaderTimeout: headerPatience, IdleTimeout: idlePatience, TLSConfig: newKeyPair(file).configuration(),
	}
	return server.ListenAndServeTLS("", "")
}

func serveControl(handler http.Handler) error {
	listener, err := net.Listen("unix", controlSocket)
	if err != nil {
		return err
	}
	return (&http.Server{Handler: handler, ReadHeaderTimeout: headerPatience}).Serve(listener)
}

// overSocket sends all requests to a socket, whatever host they name.
func overSocket(socket string) *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", socket)
	}}
}

func answers(socket string) bool {
	connection, err := net.Dial("unix", socket)
	if err != nil {
		return false
	}
	return connection.Close() == nil
}

// sweep removes what no manifest names.
func sweep() error {
	said, err := exec.Command(program, "garbage-collect", configuration).CombinedOutput()
	if err != nil {
		return fmt.Errorf("the garbage collector of %s failed: %s", program, lastLine(said))
	}
	return nil
}
