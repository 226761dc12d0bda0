package main

import (
	"bytes"
	"encoding/hex"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

type outcome struct {
	code           int
	stdout, stderr string
}

func try(args ...string) outcome {
	var stdout, stderr bytes.Buffer
	code := run(args, &stdout, &stderr)
	return outcome{code, stdout.String(), stderr.String()}
}

func expect(t *testing.T, got outcome, code int, line string) {
	t.Helper()
	if got.code != code || got.stdout != line+"\n" {
		t.Errorf("got %+v, expected exit %d and %q", got, code, line)
	}
}

func TestAnAttackThatSucceeds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("marker\nmore\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, try("read", "--file", file), exitSucceeded, "succeeded: read "+file+": marker")
}

func TestAnAttackThatIsStopped(t *testing.T) {
	expect(t, try("read", "--file", "/nowhere"), exitStopped, "stopped: ENOENT, reading /nowhere")
}

func TestAnErrorThatIsNoDefenceIsABrokenAttack(t *testing.T) {
	got := try("read", "--file", t.TempDir())
	if got.code != exitBroken || got.stdout != "" || !strings.Contains(got.stderr, "read is broken") {
		t.Errorf("got %+v, expected exit %d and no verdict", got, exitBroken)
	}
}

func TestBadArguments(t *testing.T) {
	for _, test := range []struct{ args, says string }{
		{"", "what to try is missing"},
		{"conquer", `"conquer" is not an attack`},
		{"read --path /", "flag provided but not defined"},
		{"read more", `unexpected argument "more"`},
		{"fill --mebibytes 100000", "--mebibytes 100000 is not from 1 to 256"},
		{"fork-bomb --count 100000", "--count 100000 is not from 1 to 2000"},
		{"memory-bomb --mebibytes 100000", "--mebibytes 100000 is not from 1 to 1024"},
		{"cpu-hog --for 1h", "--for 1h0m0s is longer than 10s"},
		{"latency --url http://127.0.0.1:1 --count 100000", "--count 100000 is not from 1 to 1000"},
		{"arp-spoof --neighbour here", "have to be addresses"},
	} {
		got := try(strings.Fields(test.args)...)
		if got.code != exitMisused || got.stdout != "" || !strings.Contains(got.stderr, test.says) {
			t.Errorf("attacks %s: got %+v, expected exit %d and %q", test.args, got, exitMisused, test.says)
		}
	}
}

func TestDefences(t *testing.T) {
	timeout := &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}
	for _, test := range []struct {
		err      error
		expected string
	}{
		{syscall.EPERM, "EPERM"},
		{&os.PathError{Op: "open", Path: "/x", Err: syscall.EROFS}, "EROFS"},
		{syscall.EAGAIN, "EAGAIN"},
		{syscall.ETIMEDOUT, "timeout"},
		{timeout, "timeout"},
		{errKilled, "SIGKILL"},
		{syscall.EINVAL, ""},
		{io.EOF, ""},
	} {
		if got := defenceOf(test.err); got != test.expected {
			t.Errorf("%v: got %q, expected %q", test.err, got, test.expected)
		}
	}
}

func TestWhatIsWrittenIsRemoved(t *testing.T) {
	directory := t.TempDir()
	expect(t, try("fill", "--directory", directory, "--mebibytes", "2"), exitSucceeded, "succeeded: wrote 2 MiB to "+directory)
	if left, err := os.ReadDir(directory); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestRewritingChangesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "setting")
	if err := os.WriteFile(file, []byte("core\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expect(t, try("rewrite", "--file", file), exitSucceeded, "succeeded: wrote "+file)
	if content, err := os.ReadFile(file); err != nil || string(content) != "core\n" {
		t.Errorf("now it is %q, %v", content, err)
	}
}

func TestForkBombEndsItsProcesses(t *testing.T) {
	began := time.Now()
	expect(t, try("fork-bomb", "--count", "20"), exitSucceeded, "succeeded: started 20 processes")
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %s: it waited for the sleepers", took)
	}
}

func TestFetch(t *testing.T) {
	server := httptest.NewServer(victim("secret", io.Discard))
	defer server.Close()
	expect(t, try("fetch", "--url", server.URL+"/"), exitSucceeded, "succeeded: it answers: secret")
	expect(t, try("fetch", "--url", server.URL+"/nowhere"), exitStopped, "stopped: refused, status 404")
	address := server.Listener.Addr().String()
	expect(t, try("connect", "--to", address), exitSucceeded, "succeeded: connected")
	expect(t, try("connect", "--greets", "--to", address), exitStopped, "stopped: timeout, waiting for a greeting")
	server.Close()
	expect(t, try("connect", "--to", address), exitStopped, "stopped: ECONNREFUSED, connecting")
}

// A gateway turns callers away by closing the connection.
func TestFetchFromAServerThatHangsUp(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			// The request is read, so that the kernel ends the connection instead of resetting it.
			_, _ = connection.Read(make([]byte, 4096))
			connection.Close()
		}
	}()
	expect(t, try("fetch", "--url", "http://"+listener.Addr().String()+"/"), exitStopped, "stopped: hung up, connecting")
}

func TestAForgedReplySaysWhoIsWhere(t *testing.T) {
	mac := func(last byte) net.HardwareAddr { return net.HardwareAddr{2, 0, 0, 0, 0, last} }
	frame := arpReply(mac(1), net.IPv4(10, 0, 0, 3).To4(), mac(2), net.IPv4(10, 0, 0, 2).To4())
	expected := "020000000002" + "020000000001" + "0806" + "0001" + "0800" + "0604" + "0002" +
		"020000000001" + "0a000003" + "020000000002" + "0a000002"
	if got := hex.EncodeToString(frame); got != expected {
		t.Errorf("got %s, expected %s", got, expected)
	}
}

func TestATagOfTheRegistryMoves(t *testing.T) {
	server := httptest.NewServer(registryIn(t.TempDir()))
	defer server.Close()
	put := func(manifest string) string {
		request, err := http.NewRequest(http.MethodPut, server.URL+"/v2/app/manifests/stable", strings.NewReader(manifest))
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.Header.Get("Docker-Content-Digest")
	}
	get := func(reference string) string {
		response, err := http.Get(server.URL + "/v2/app/manifests/" + reference)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		content, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	digest := put("one")
	put("two")
	if byTag, byDigest := get("stable"), get(digest); byTag != "two" || byDigest != "one" {
		t.Errorf("the tag means %q, the digest %q", byTag, byDigest)
	}
}

func TestThePercentileIsOneOfTheValues(t *testing.T) {
	if got := percentile([]time.Duration{3, 1, 2}, 95); got != 3 {
		t.Errorf("got %d, expected 3", got)
	}
}
