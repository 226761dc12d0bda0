package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain has apps on the loopback, and sees no others.
func TestMain(m *testing.M) {
	interfaceAddresses = func() ([]net.Addr, error) { return nil, nil }
	listeners = func() []listener { return nil }
	os.Exit(m.Run())
}

type outcome struct {
	code           int
	stdout, stderr string
}

func probe(args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := run(args, &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

// serve starts an HTTP server on the loopback and returns its port.
func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return address.Port()
}

// listen starts a raw TCP listener that hands each connection to talk, and returns its port.
func listen(t *testing.T, talk func(net.Conn)) string {
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
			go talk(connection)
		}
	}()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

// closedPort returns a port that nothing listens on.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

func expectHealthy(t *testing.T, got outcome) {
	t.Helper()
	if got != (outcome{code: healthy}) {
		t.Errorf("got %+v, expected exit 0 and no output", got)
	}
}

func expectUnhealthy(t *testing.T, got outcome, line string) {
	t.Helper()
	if got != (outcome{code: unhealthy, stdout: line + "\n"}) {
		t.Errorf("got %+v, expected exit 1 and %q", got, line)
	}
}

func TestAny2xxIsHealthy(t *testing.T) {
	for _, status := range []int{200, 201, 204, 299} {
		port := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		expectHealthy(t, probe("http", "--port", port, "--path", "/healthz"))
	}
}

func TestAnyOtherStatusIsUnhealthy(t *testing.T) {
	remedyOf := map[int]string{
		400: "; an app that allows only some hosts needs one of them: HealthCheck.http(path, { host: 'shop.example.com' })",
	}
	for _, status := range []int{301, 400, 404, 500, 503} {
		port := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		expectUnhealthy(t, probe("http", "--port", port, "--path", "/healthz"),
			fmt.Sprintf("GET /healthz on port %s: status %d, expected 2xx%s", port, status, remedyOf[status]))
	}
}

func TestSendsAPlainGetToLocalhost(t *testing.T) {
	var got *http.Request
	port := serve(t, func(_ http.ResponseWriter, r *http.Request) { got = r })
	expectHealthy(t, probe("http", "--port", port, "--path", "/healthz?full=1"))
	if got.Method != "GET" || got.Host != "localhost" || got.RequestURI != "/healthz?full=1" {
		t.Errorf("got %s %s for host %s", got.Method, got.RequestURI, got.Host)
	}
}

func TestDoesNotFollowRedirects(t *testing.T) {
	followed := false
	port := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/login" {
			followed = true
			return
		}
		http.Redirect(w, r, "/login", http.StatusFound)
	})
	expectUnhealthy(t, probe("http", "--port", port, "--path", "/"), "GET / on port "+port+`: status 302 to "/login", expected 2xx`)
	if followed {
		t.Error("the redirect was followed")
	}
}

func TestIgnoresProxySettingsOfTheApp(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("http_proxy", "http://127.0.0.1:1")
	port := serve(t, func(http.ResponseWriter, *http.Request) {})
	expectHealthy(t, probe("http", "--port", port, "--path", "/"))
}

func TestHTTPOnAClosedPort(t *testing.T) {
	port := closedPort(t)
	expectUnhealthy(t, probe("http", "--port", port, "--path", "/healthz"), "GET /healthz on port "+port+": connection refused: listens on no port")
}

func TestAnAppThatAcceptsAndStaysSilent(t *testing.T) {
	port := listen(t, func(net.Conn) {})
	start := time.Now()
	expectUnhealthy(t, probe("http", "--port", port, "--path", "/healthz", "--timeout", "150ms"),
		"GET /healthz on port "+port+": no answer within 150ms")
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestAnAppThatHangsUp(t *testing.T) {
	port := listen(t, func(connection net.Conn) { connection.Close() })
	expectUnhealthy(t, probe("http", "--port", port, "--path", "/"), "GET / on port "+port+": connection closed without an answer")
}

func TestAnAppThatDoesNotSpeakHTTP(t *testing.T) {
	port := listen(t, func(connection net.Conn) {
		fmt.Fprint(connection, "220 ready\r\nsecond line\r\n")
		connection.Close()
	})
	got := probe("http", "--port", port, "--path", "/")
	if got.code != unhealthy || strings.Count(got.stdout, "\n") != 1 || !strings.Contains(got.stdout, "malformed HTTP") {
		t.Errorf("got %+v, expected exit 1 and one line about malformed HTTP", got)
	}
}

func TestTheBodyIsNotAwaited(t *testing.T) {
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	port := listen(t, func(connection net.Conn) {
		fmt.Fprint(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
		<-done
	})
	expectHealthy(t, probe("http", "--port", port, "--path", "/"))
}

func TestTCP(t *testing.T) {
	open := listen(t, func(connection net.Conn) { connection.Close() })
	expectHealthy(t, probe("tcp", "--port", open))
	closed := closedPort(t)
	expectUnhealthy(t, probe("tcp", "--port", closed), "connect to port "+closed+": connection refused: listens on no port")
}

func TestBadArguments(t *testing.T) {
	for _, test := range []struct{ args, says string }{
		{"", "http or tcp"},
		{"udp --port 53", `"udp" is not a kind of probe`},
		{"http --path /healthz", "--port 0 is not between 1 and 65535"},
		{"http --port 70000 --path /", "--port 70000 is not between 1 and 65535"},
		{"http --port web --path /", "invalid value"},
		{"http --port 8080", `--path "" does not start with /`},
		{"http --port 8080 --path healthz", `--path "healthz" does not start with /`},
		{"http --port 8080 --path /%zz", `--path "/%zz" is not the path of a URL`},
		{"http --port 8080 --path / --timeout 0s", "--timeout 0s is not longer than 0s"},
		{"http --port 8080 --path / --timeout soon", "invalid value"},
		{"http --port 8080 --path / --every 0s", "--every 0s is not longer than 0s"},
		{"http --port 8080 --path / --for -1s", "--for -1s is shorter than 0s"},
		{"http --port 8080 --path / --young -1s", "--young -1s is shorter than 0s"},
		{"http --port 8080 --path / more", `unexpected argument "more"`},
		{"http --port 8080 --path / --header X-Forwarded-Proto", `"X-Forwarded-Proto" is not NAME: VALUE`},
		{"tcp --port 5432 --host localhost", "flag provided but not defined"},
		{"tcp --port 5432 --path /", "flag provided but not defined"},
	} {
		got := probe(strings.Fields(test.args)...)
		if got.code != misused || got.stdout != "" || !strings.Contains(got.stderr, test.says) || !strings.Contains(got.stderr, "usage:") {
			t.Errorf("probe %s: got %+v, expected exit 2, usage and %q", test.args, got, test.says)
		}
	}
}
