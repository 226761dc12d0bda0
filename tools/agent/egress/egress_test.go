package egress

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"agent/certificate"
)

// proxy answers every CONNECT with a line, or with nothing.
func proxy(t *testing.T, answer string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			request, err := http.ReadRequest(bufio.NewReader(connection))
			if err != nil || request.Method != http.MethodConnect || request.RequestURI != "health.invalid:443" {
				t.Errorf("asked for %v, %v", request, err)
			}
			fmt.Fprint(connection, answer)
			connection.Close()
		}
	}()
	return listener.Addr().String()
}

func TestCheck(t *testing.T) {
	if err := Check(proxy(t, "HTTP/1.1 200 Connection established\r\n\r\n")); err != nil {
		t.Error(err)
	}
	for _, answer := range []string{"HTTP/1.1 503 Service Unavailable\r\n\r\n", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "200\r\n\r\n", ""} {
		if err := Check(proxy(t, answer)); err == nil {
			t.Errorf("%q is healthy", answer)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if err := Check(listener.Addr().String()); err == nil {
		t.Error("nobody is healthy")
	}
	if isListening(listener.Addr().String()) {
		t.Error("nobody listens")
	}
}

func TestTheCertificateIsMadeAnewAtEveryStart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "egress.pem")
	var last []byte
	for range 2 {
		if err := writeCertificate(file, time.Now()); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(file)
		if err != nil || string(content) == string(last) {
			t.Errorf("the same one again, %v", err)
		}
		last = content
		leaf, err := certificate.Leaf(content)
		if err != nil || time.Until(leaf.NotAfter) < 3649*24*time.Hour {
			t.Errorf("ends %s, %v", leaf.NotAfter, err)
		}
		key, err := certificate.DecodeKey(content)
		if err != nil || !key.PublicKey.Equal(leaf.PublicKey) {
			t.Errorf("the key is another one's, %v", err)
		}
	}
	status, err := os.Stat(file)
	if err != nil || status.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", status.Mode(), err)
	}
}
