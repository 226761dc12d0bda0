package nats

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

func parsed(t *testing.T, arguments string) options {
	t.Helper()
	declared, err := parse("events", strings.Fields(arguments))
	if err != nil {
		t.Fatal(err)
	}
	return declared
}

func TestOptions(t *testing.T) {
	declared := parsed(t, "shared 200 jetstream.max_file_store=1024 max_payload=4096 ping_interval=30s")
	if declared.memory != 200 || declared.streams["max_file_store"] != int64(1024) || declared.settings["max_payload"] != int64(4096) || declared.settings["ping_interval"] != "30s" {
		t.Errorf("%+v", declared)
	}
	for _, arguments := range []string{"shared", "mine 200", "shared much", "shared 200 debug"} {
		if _, err := parse("events", strings.Fields(arguments)); err == nil {
			t.Errorf("%q is taken", arguments)
		}
	}
}

func TestConfiguration(t *testing.T) {
	content, err := configuration(parsed(t, "per-app 200"), "/data/tls/server.pem", "operator's", map[string]string{"shop-1": "A", "desk-1": "B"}, []string{"events-gone", "events-desk"})
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		System   string `json:"system_account"`
		Accounts map[string]struct {
			JetStream string `json:"jetstream"`
			Users     []user `json:"users"`
		} `json:"accounts"`
		TLS map[string]any `json:"tls"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Accounts) != 4 || file.Accounts["events-shop"].JetStream != "enabled" || file.Accounts["events-shop"].Users[0] != (user{"shop-1", "A"}) {
		t.Errorf("%+v", file.Accounts)
	}
	// Its streams are kept, and no user has them.
	if gone, isThere := file.Accounts["events-gone"]; !isThere || len(gone.Users) != 0 || len(file.Accounts["events-desk"].Users) != 1 {
		t.Errorf("%+v", file.Accounts)
	}
	// A server without any user lets all come in.
	system := file.Accounts[file.System].Users
	if len(system) != 1 || bcrypt.CompareHashAndPassword([]byte(system[0].Password), []byte("operator's")) != nil {
		t.Errorf("%+v", system)
	}
	if strings.Contains(string(content), "operator's") || file.TLS["cert_file"] != "/data/tls/server.pem" {
		t.Error("a password in clear, or no certificate")
	}
}

func TestAccountsWithStreams(t *testing.T) {
	directory := t.TempDir()
	for _, name := range []string{"events-shop", "SYS", "$G"} {
		if err := os.Mkdir(filepath.Join(directory, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := accountsWithStreams(directory); err != nil || strings.Join(got, ",") != "events-shop" {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := accountsWithStreams(filepath.Join(directory, "none")); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

// serve is the server's side of a greeting.
func serve(t *testing.T, answer string) (net.Conn, *tls.Config, <-chan string) {
	t.Helper()
	certified := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(certified.Close)
	roots := x509.NewCertPool()
	roots.AddCert(certified.Certificate())
	client, server := net.Pipe()
	t.Cleanup(func() { client.Close(); server.Close() })
	asked := make(chan string, 1)
	go func() {
		_, _ = server.Write([]byte("INFO {\"tls_required\":true}\r\n"))
		encrypted := tls.Server(server, &tls.Config{Certificates: certified.TLS.Certificates})
		lines := bufio.NewReader(encrypted)
		connect, _ := lines.ReadString('\n')
		_, _ = lines.ReadString('\n')
		asked <- connect
		_, _ = encrypted.Write([]byte(answer + "\r\n"))
	}()
	return client, &tls.Config{RootCAs: roots, ServerName: "example.com"}, asked
}

func TestAUserIsGreeted(t *testing.T) {
	connection, trust, asked := serve(t, "PONG")
	if err := greet(connection, trust, "shop-1", "password"); err != nil {
		t.Error(err)
	}
	if connect := <-asked; !strings.HasPrefix(connect, "CONNECT {") || !strings.Contains(connect, `"user":"shop-1"`) {
		t.Error(connect)
	}
	connection, trust, _ = serve(t, "-ERR 'Authorization Violation'")
	if err := greet(connection, trust, "shop-1", "password"); err == nil || !strings.Contains(err.Error(), "Authorization Violation") {
		t.Errorf("%v", err)
	}
}

func TestAServerThatIsNotTheOneIsRefused(t *testing.T) {
	connection, trust, _ := serve(t, "PONG")
	trust.ServerName = "another"
	if err := greet(connection, trust, "shop-1", "password"); err == nil || !strings.Contains(err.Error(), "another") {
		t.Errorf("%v", err)
	}
}
