// Package exporter tells Prometheus how a service is, as a user of it that reads no data.
package exporter

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"agent/certificate"
	"agent/process"
)

const (
	// As router and gateways have it.
	port        = "9101"
	addressFile = "/tmp/address"
	clientFile  = "/tmp/client.cnf"
	private     = 0o600
	patience    = 5 * time.Second
)

// Run starts the exporter of a type of service, in the network of operators alone. @param subnet of that network. @param directory with the binding of the service
func Run(kind, subnet, directory string) error {
	signals := process.Signals()
	network, err := netip.ParsePrefix(subnet)
	if err != nil {
		return err
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		return err
	}
	address, err := addressIn(network, own)
	if err != nil {
		return err
	}
	if err := certificate.Replace(addressFile, []byte(address), private); err != nil {
		return err
	}
	bound, err := read(directory)
	if err != nil {
		return err
	}
	program, err := commandOf(kind, bound)
	if err != nil {
		return err
	}
	if kind == "mariadb" {
		if err := certificate.Replace(clientFile, []byte(bound.clientOptions()), private); err != nil {
			return err
		}
	}
	exporter := exec.Command(program.name, append(program.arguments, "--web.listen-address="+address)...)
	exporter.Env = append(os.Environ(), program.environment...)
	if err := process.Start(exporter); err != nil {
		return err
	}
	return process.Supervise(exporter, signals)
}

// Check asks it for its first page.
func Check() error {
	address, err := os.ReadFile(addressFile)
	if err != nil {
		return err
	}
	client := http.Client{Timeout: patience}
	answer, err := client.Get("http://" + string(address) + "/")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("it answers %s", answer.Status)
	}
	return nil
}

// addressIn is the container's own address in a network, with the port: apps of the service share another one with it, and get no answer there.
func addressIn(network netip.Prefix, own []net.Addr) (string, error) {
	for _, candidate := range own {
		prefix, err := netip.ParsePrefix(candidate.String())
		if err == nil && network.Contains(prefix.Addr()) {
			return net.JoinHostPort(prefix.Addr().String(), port), nil
		}
	}
	return "", fmt.Errorf("the container has no address in %s", network)
}

// binding has the entries of a binding, and its directory.
type binding struct {
	directory                                string
	host, port, username, password, database string
}

func read(directory string) (binding, error) {
	bound := binding{directory: directory}
	for name, value := range map[string]*string{
		"host": &bound.host, "port": &bound.port, "username": &bound.username, "password": &bound.password, "database": &bound.database,
	} {
		content, err := os.ReadFile(filepath.Join(directory, name))
		// A cache has no database.
		if err != nil && name != "database" {
			return bound, err
		}
		*value = strings.TrimSpace(string(content))
	}
	return bound, nil
}

func (b binding) address() string { return net.JoinHostPort(b.host, b.port) }

func (b binding) authority() string { return filepath.Join(b.directory, "ca.crt") }

// clientOptions are those of a client of MySQL.
func (b binding) clientOptions() string {
	return fmt.Sprintf("[client]\nhost=%s\nport=%s\nuser=%s\npassword=%s\nssl-ca=%s\n", b.host, b.port, b.username, b.password, b.authority())
}

type command struct {
	name                   string
	arguments, environment []string
}

// commandOf has no password among its arguments.
func commandOf(kind string, bound binding) (command, error) {
	switch kind {
	case "postgres":
		query := url.Values{"sslmode": {"verify-full"}, "sslrootcert": {bound.authority()}}
		return command{"prometheus-postgres-exporter", []string{"--no-collector.stat_statements"}, []string{
			"DATA_SOURCE_URI=" + bound.address() + "/" + bound.database + "?" + query.Encode(),
			"DATA_SOURCE_USER_FILE=" + filepath.Join(bound.directory, "username"),
			"DATA_SOURCE_PASS_FILE=" + filepath.Join(bound.directory, "password"),
		}}, nil
	case "mariadb":
		return command{"prometheus-mysqld-exporter", []string{"--config.my-cnf=" + clientFile}, nil}, nil
	case "valkey":
		return command{"prometheus-redis-exporter", []string{"--redis.addr=rediss://" + bound.address(), "--tls-ca-cert-file=" + bound.authority()},
			[]string{"REDIS_USER=" + bound.username, "REDIS_PASSWORD=" + bound.password}}, nil
	}
	return command{}, fmt.Errorf("there is no exporter of %q", kind)
}
