package backup

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

const (
	fileServer = "/usr/lib/openssh/sftp-server"
	sshUser    = "backups"
	// Names the directory with the credentials, where this program is the channel that restic starts.
	channelDirectory = "TEST_SFTP_DIRECTORY"
)

func TestMain(m *testing.M) {
	directory := os.Getenv(channelDirectory)
	if directory == "" {
		os.Exit(m.Run())
	}
	host, err := readSftpHost(os.Getenv("BACKUP_TARGET"), directory)
	if err == nil {
		err = host.serve(context.Background(), os.Stdin, os.Stdout)
	}
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
	os.Exit(0)
}

// sshHost is a host that lets one key in, and gives it a file server.
type sshHost struct {
	address   string
	key       ssh.Signer
	allowed   ssh.PublicKey
	files     string
	directory string
}

func newKey(t *testing.T) (ssh.Signer, string) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	return signer, string(pem.EncodeToMemory(block))
}

func startSshHost(t *testing.T) *sshHost {
	t.Helper()
	for _, program := range []string{"restic", fileServer} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	host := &sshHost{address: listener.Addr().String(), files: t.TempDir(), directory: t.TempDir()}
	host.key, _ = newKey(t)
	client, private := newKey(t)
	host.allowed = client.PublicKey()
	host.give(t, "private-key/value", private)
	host.give(t, "host-keys/host-keys", string(ssh.MarshalAuthorizedKey(host.key.PublicKey())))
	config := &ssh.ServerConfig{PublicKeyCallback: func(metadata ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if metadata.User() == sshUser && bytes.Equal(key.Marshal(), host.allowed.Marshal()) {
			return nil, nil
		}
		return nil, io.EOF
	}}
	config.AddHostKey(host.key)
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go serveFiles(connection, config)
		}
	}()
	return host
}

func (h *sshHost) give(t *testing.T, name, content string) {
	t.Helper()
	file := filepath.Join(h.directory, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (h *sshHost) place() string {
	return "sftp://" + sshUser + "@" + h.address + "/" + filepath.Join(h.files, "hosts", "orders")
}

func serveFiles(connection net.Conn, config *ssh.ServerConfig) {
	server, channels, requests, err := ssh.NewServerConn(connection, config)
	if err != nil {
		return
	}
	defer server.Close()
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go func() {
			for request := range requests {
				isFiles := request.Type == "subsystem" && strings.HasSuffix(string(request.Payload), "sftp")
				_ = request.Reply(isFiles, nil)
				if isFiles {
					go func() {
						command := exec.Command(fileServer)
						command.Stdin, command.Stdout = channel, channel
						_ = command.Run()
						channel.Close()
					}()
				}
			}
		}()
	}
}

// withHost is an installation whose backups are copied to the host.
func (h *sshHost) withHost(t *testing.T) *installation {
	t.Helper()
	i := installed(t)
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(channelDirectory, h.directory)
	t.Setenv("BACKUP_TARGET", h.place())
	target, err := newSftpTarget(h.place(), h.directory, i.KeyFile, filepath.Join(i.Scratch, "tmp"), program)
	if err != nil {
		t.Fatal(err)
	}
	i.Target = target
	return i
}

func TestALostRepositoryComesBackFromAnotherHost(t *testing.T) {
	i := startSshHost(t).withHost(t)
	i.backUp(t)
	last := i.backUp(t)
	if listing := i.List(); listing.Copy == nil || listing.Copy.Backup != last.Id || listing.Copy.Stored == 0 || len(listing.Problems) != 0 {
		t.Errorf("%+v", listing)
	}
	if drill, err := i.Try(t.Context()); err != nil || drill.Copy != last.Id {
		t.Errorf("%+v, %v", drill, err)
	}
	i.loseRepository(t)
	if fetched, err := i.Fetch(t.Context()); err != nil || fetched.Last != last.Id {
		t.Fatalf("%+v, %v", fetched, err)
	}
}

func TestAHostThatIsNotTheOneIsGivenNothing(t *testing.T) {
	host := startSshHost(t)
	i := host.withHost(t)
	other, _ := newKey(t)
	host.give(t, "host-keys/host-keys", string(ssh.MarshalAuthorizedKey(other.PublicKey())))
	i = host.withHost(t)
	_, err := i.Run(t.Context())
	expectKind(t, err, ErrTarget)
	if !strings.Contains(err.Error(), ssh.FingerprintSHA256(host.key.PublicKey())) {
		t.Errorf("%v", err)
	}
	if entries, _ := os.ReadDir(host.files); len(entries) > 0 {
		t.Errorf("%v", entries)
	}
}

func TestAKeyThatTheHostDoesNotKnowIsRefused(t *testing.T) {
	host := startSshHost(t)
	other, _ := newKey(t)
	host.allowed = other.PublicKey()
	_, err := host.withHost(t).Run(t.Context())
	expectKind(t, err, ErrTarget)
	if !strings.Contains(err.Error(), "authorized_keys") {
		t.Errorf("%v", err)
	}
}

func TestTheHostIsReachedByTheProxy(t *testing.T) {
	host := startSshHost(t)
	asked := ""
	proxy := http.Server{Handler: http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		asked = request.Host
		if request.Host != host.address {
			writer.WriteHeader(http.StatusForbidden)
			return
		}
		there, err := net.Dial("tcp", request.Host)
		if err != nil {
			return
		}
		here, _, _ := http.NewResponseController(writer).Hijack()
		_, _ = io.WriteString(here, "HTTP/1.1 200 Connection established\r\n\r\n")
		go func() { _, _ = io.Copy(there, here); there.Close() }()
		_, _ = io.Copy(here, there)
		here.Close()
	})}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { proxy.Close() })
	go func() { _ = proxy.Serve(listener) }()
	reached, err := readSftpHost(host.place(), host.directory)
	if err != nil {
		t.Fatal(err)
	}
	reached.proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: listener.Addr().String()})
	if err := reached.reach(t.Context()); err != nil || asked != host.address {
		t.Errorf("%q: %v", asked, err)
	}
	reached.address = "127.0.0.1:9"
	err = reached.reach(t.Context())
	expectKind(t, err, ErrTarget)
	if !strings.Contains(err.Error(), "is refused: 403") {
		t.Errorf("%v", err)
	}
}

func TestCredentialsOfAHostAreReadOrNamed(t *testing.T) {
	directory := t.TempDir()
	host := &sshHost{directory: directory}
	_, private := newKey(t)
	key, _ := newKey(t)
	known := string(ssh.MarshalAuthorizedKey(key.PublicKey()))
	host.give(t, "host-keys/host-keys", known+known)
	host.give(t, "private-key/value", private)
	if read, err := readSftpHost("sftp://a@b:22//c", directory); err != nil || len(read.keys) != 2 || read.address != "b:22" || read.user != "a" {
		t.Errorf("%+v, %v", read, err)
	}
	for _, wrong := range []string{"sftp://b:22//c", "sftp://a@b//c", "ssh://a@b:22//c"} {
		if _, err := readSftpHost(wrong, directory); err == nil || !strings.Contains(err.Error(), "BACKUP_TARGET") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	host.give(t, "private-key/value", "a word that must not be printed")
	if _, err := readSftpHost("sftp://a@b:22//c", directory); err == nil || strings.Contains(err.Error(), "printed") {
		t.Errorf("%v", err)
	}
	host.give(t, "host-keys/host-keys", "b ssh-ed25519")
	if _, err := readSftpHost("sftp://a@b:22//c", directory); err == nil || !strings.Contains(err.Error(), "host key") {
		t.Errorf("%v", err)
	}
}
