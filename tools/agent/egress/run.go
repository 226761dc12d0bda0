// Package egress runs the two Squids of a proxy. The one takes requests; the other, through which they go, reads handshakes.
package egress

import (
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"time"

	"agent/certificate"
	"agent/process"
)

const (
	// RequestsAddress is where the apps' requests come in.
	RequestsAddress   = "127.0.0.1:3128"
	handshakesAddress = "127.0.0.1:3129"

	certificateFile = "/tmp/egress.pem"
	certificateLife = 3650 * 24 * time.Hour

	patience = 10 * time.Second
	every    = 100 * time.Millisecond
)

// Run starts the one that reads handshakes first, so that the other, which needs it, refuses nobody meanwhile. It ends as the other does.
func Run() error {
	signals := process.Signals()
	if err := writeCertificate(certificateFile, time.Now()); err != nil {
		return err
	}
	go keepHandshakes()
	err := process.Await(signals, patience, every, func() bool { return isListening(handshakesAddress) })
	if err != nil && !errors.As(err, new(process.Exit)) {
		return fmt.Errorf("what listens on %s is %w", handshakesAddress, err)
	}
	if err != nil {
		return err
	}
	requests := squid("requests")
	if err := process.Start(requests); err != nil {
		return err
	}
	return process.Supervise(requests, signals)
}

// writeCertificate makes what a port that reads handshakes needs, though no handshake ever ends there: anew at every start, so that there is no key to lose.
func writeCertificate(file string, now time.Time) error {
	bundle, err := certificate.SelfSigned(pkix.Name{CommonName: "egress"}, nil, certificateLife, now)
	if err != nil {
		return err
	}
	return certificate.Replace(file, bundle, 0o600)
}

// keepHandshakes runs it again when it fails. No signal is for it, and it ends with the container: tunnels that are under way go through both.
func keepHandshakes() {
	for {
		handshakes := squid("handshakes")
		if err := handshakes.Run(); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}

func squid(name string) *exec.Cmd {
	command := exec.Command("squid", "-N", "-f", "/etc/egress/"+name+".conf")
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	return command
}

func isListening(address string) bool {
	connection, err := net.DialTimeout("tcp", address, every)
	if err != nil {
		return false
	}
	connection.Close()
	return true
}
