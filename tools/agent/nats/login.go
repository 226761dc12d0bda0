package nats

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"agent/binding"
)

// Kind is a binding to NATS.
var Kind = binding.Kind{
	Binding:  binding.Binding{Type: "nats", Provider: "nats", Scheme: "tls"},
	Verifier: Verifier,
	Login:    login,
}

func login(bound binding.Binding, password string) error {
	trust, err := binding.Trust(bound.Host)
	if err != nil {
		return err
	}
	connection, err := net.DialTimeout("tcp", net.JoinHostPort(bound.Host, strconv.Itoa(bound.Port)), patience)
	if err != nil {
		return err
	}
	defer connection.Close()
	return greet(connection, trust, bound.Username, password)
}

// greet is the beginning of every connection: the server introduces itself, encryption begins, and a ping is answered once the user is known.
func greet(connection net.Conn, trust *tls.Config, username, password string) error {
	if err := connection.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if err := expect(bufio.NewReaderSize(oneByOne{connection}, 1), "INFO "); err != nil {
		return err
	}
	encrypted := tls.Client(connection, trust)
	options, err := json.Marshal(map[string]any{"user": username, "pass": password, "tls_required": true, "verbose": false, "lang": "go", "version": "1"})
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(encrypted, "CONNECT %s\r\nPING\r\n", options); err != nil {
		return err
	}
	return expect(bufio.NewReader(encrypted), "PONG")
}

func expect(answers *bufio.Reader, beginning string) error {
	for {
		line, err := answers.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, beginning) {
			return nil
		}
		if strings.HasPrefix(line, "-ERR") {
			return errors.New(strings.TrimSpace(line))
		}
	}
}

// oneByOne reads no byte too many: what comes after the line is encrypted.
type oneByOne struct{ io.Reader }

func (o oneByOne) Read(into []byte) (int, error) {
	return o.Reader.Read(into[:1])
}
