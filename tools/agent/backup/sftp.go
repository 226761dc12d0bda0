package backup

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
)

// newSftpTarget is a directory of another host, by SSH. restic speaks SFTP with a program that reaches the host: this one, so that no image has an SSH client.
// @param place such as `sftp://user@host:22//srv/backups/orders`. @param channel command of that program
func newSftpTarget(place, directory, keyFile, temporary, channel string) (*Target, error) {
	host, err := readSftpHost(place, directory)
	if err != nil {
		return nil, err
	}
	// restic looks only at the path.
	options := []string{"-o", "sftp.command=" + channel}
	return newTarget(Restic{Place: place, KeyFile: keyFile, Options: options, Environment: []string{"TMPDIR=" + temporary}}, temporary, host.reach)
}

// ServeSftp passes input and output on to the file server of the target. @param variable such as os.Getenv
func ServeSftp(ctx context.Context, variable func(name string) string, input io.Reader, output io.Writer) error {
	host, err := readSftpHost(variable("BACKUP_TARGET"), TargetDirectory)
	if err != nil {
		return err
	}
	return host.serve(ctx, input, output)
}

// sftpHost is a host that is reached by SSH.
type sftpHost struct {
	address, user string
	// keys are those that the host may have.
	keys   []ssh.PublicKey
	signer ssh.Signer
	// proxy that leads to it, or nil.
	proxy func(*http.Request) (*url.URL, error)
}

func readSftpHost(place, directory string) (sftpHost, error) {
	address, err := url.Parse(place)
	if err != nil || address.Scheme != "sftp" || address.Port() == "" || address.User.Username() == "" {
		return sftpHost{}, fmt.Errorf("BACKUP_TARGET=%q must be such as sftp://user@host:22//srv/backups", place)
	}
	host := sftpHost{address: address.Host, user: address.User.Username(), proxy: http.ProxyFromEnvironment}
	known, err := os.ReadFile(filepath.Join(directory, "host-keys", "host-keys"))
	if err != nil {
		return host, err
	}
	for len(bytes.TrimSpace(known)) > 0 {
		var key ssh.PublicKey
		if key, _, _, known, err = ssh.ParseAuthorizedKey(known); err != nil {
			return host, fmt.Errorf("a host key cannot be read: %w", err)
		}
		host.keys = append(host.keys, key)
	}
	private, err := os.ReadFile(filepath.Join(directory, "private-key", "value"))
	if err != nil {
		return host, err
	}
	host.signer, err = ssh.ParsePrivateKey(append(bytes.TrimSpace(private), '\n'))
	var locked *ssh.PassphraseMissingError
	if errors.As(err, &locked) {
		return host, errors.New("the private key of the target has a passphrase, which nothing here could type; make a key without one for this alone")
	}
	if err != nil {
		// Never its content.
		return host, errors.New("the private key of the target cannot be read; it has to be in the form of OpenSSH or PEM")
	}
	return host, nil
}

func (h sftpHost) reach(ctx context.Context) error {
	soon, cancel := context.WithTimeout(ctx, reachTimeout)
	defer cancel()
	return h.serve(soon, nil, nil)
}

// serve passes bytes on until the file server ends; without any it only looks whether there is one.
func (h sftpHost) serve(ctx context.Context, input io.Reader, output io.Writer) error {
	client, err := h.connect(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	session, err := client.NewSession()
	if err != nil {
		return Problemf(ErrTarget, "the target opens no session: %v", err)
	}
	defer session.Close()
	in, noInput := session.StdinPipe()
	out, noOutput := session.StdoutPipe()
	if err := errors.Join(noInput, noOutput); err != nil {
		return err
	}
	if err := session.RequestSubsystem("sftp"); err != nil {
		return Problemf(ErrTarget, "the target has no SFTP: %v", err)
	}
	if input == nil {
		return nil
	}
	go func() {
		_, _ = io.Copy(in, input)
		_ = in.Close()
	}()
	_, err = io.Copy(output, out)
	return err
}

func (h sftpHost) connect(ctx context.Context) (*ssh.Client, error) {
	connection, err := h.dial(ctx)
	if err != nil {
		return nil, Problemf(ErrTarget, "the target is not reached: %v", err)
	}
	// The handshake has no context of its own.
	stop := context.AfterFunc(ctx, func() { connection.Close() })
	defer stop()
	var stranger error
	config := &ssh.ClientConfig{
		User:              h.user,
		Auth:              []ssh.AuthMethod{ssh.PublicKeys(h.signer)},
		HostKeyAlgorithms: algorithmsOf(h.keys),
		HostKeyCallback: func(_ string, _ net.Addr, key ssh.PublicKey) error {
			if slices.ContainsFunc(h.keys, func(known ssh.PublicKey) bool { return bytes.Equal(known.Marshal(), key.Marshal()) }) {
				return nil
			}
			stranger = Problemf(ErrTarget, "the target has the key %s, which is none of hostKeys: compare it on that host itself before you name it", ssh.FingerprintSHA256(key))
			return stranger
		},
	}
	established, channels, requests, err := ssh.NewClientConn(connection, h.address, config)
	switch {
	case err == nil:
		return ssh.NewClient(established, channels, requests), nil
	case stranger != nil:
		err = stranger
	case strings.Contains(err.Error(), "unable to authenticate"):
		err = Problemf(ErrTarget, "the target refuses the private key: %s needs its public half in authorized_keys", h.user)
	default:
		err = Problemf(ErrTarget, "the target is not reached: %v", err)
	}
	connection.Close()
	return nil, err
}

// algorithmsOf asks the host for a key that is known. A key of RSA signs by its newer algorithms.
func algorithmsOf(keys []ssh.PublicKey) []string {
	var algorithms []string
	for _, key := range keys {
		if key.Type() == ssh.KeyAlgoRSA {
			algorithms = append(algorithms, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
		} else {
			algorithms = append(algorithms, key.Type())
		}
	}
	return algorithms
}

// dial reaches the address, by the proxy that the way out is.
func (h sftpHost) dial(ctx context.Context) (net.Conn, error) {
	dialer := net.Dialer{Timeout: reachTimeout}
	proxy, err := h.proxy(&http.Request{URL: &url.URL{Scheme: "https", Host: h.address}})
	if err != nil {
		return nil, err
	}
	if proxy == nil {
		return dialer.DialContext(ctx, "tcp", h.address)
	}
	connection, err := dialer.DialContext(ctx, "tcp", proxy.Host)
	if err != nil {
		return nil, err
	}
	tunnel, err := tunnelTo(ctx, connection, h.address)
	if err != nil {
		connection.Close()
	}
	return tunnel, err
}

// tunnel is a connection whose first bytes were read with the answer of the proxy.
type tunnel struct {
	net.Conn
	reader *bufio.Reader
}

func (t tunnel) Read(content []byte) (int, error) { return t.reader.Read(content) }

func tunnelTo(ctx context.Context, connection net.Conn, address string) (net.Conn, error) {
	stop := context.AfterFunc(ctx, func() { connection.Close() })
	defer stop()
	request := &http.Request{Method: http.MethodConnect, URL: &url.URL{Opaque: address}, Host: address}
	if err := request.Write(connection); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(connection)
	answer, err := http.ReadResponse(reader, request)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the way out to %s is refused: %s", address, answer.Status)
	}
	return tunnel{connection, reader}, nil
}
