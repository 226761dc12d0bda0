package registry

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"agent/binding"
)

func known() users {
	return users{pushUser: binding.Digest("push password"), pullUser: binding.Digest("pull password")}
}

// ask sends a request through the door to a registry that answers everything.
func ask(t *testing.T, method, path, user, password string) (*http.Response, http.Header) {
	t.Helper()
	var seen http.Header
	backend := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) { seen = request.Header }))
	defer backend.Close()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, backend.Listener.Addr().String())
	}}
	defer transport.CloseIdleConnections()
	door := newDoor(known(), newGate(), transport, io.Discard)
	request := httptest.NewRequest(method, path, nil)
	if user != "" {
		request.SetBasicAuth(user, password)
	}
	recorder := httptest.NewRecorder()
	door.ServeHTTP(recorder, request)
	return recorder.Result(), seen
}

func TestWhoMayDoWhat(t *testing.T) {
	for _, test := range []struct {
		method, user, password string
		status                 int
	}{
		{"GET", "", "", 401},
		{"GET", "pull", "push password", 401},
		{"GET", "pull", "", 401},
		{"GET", "root", "", 401},
		{"GET", "pull", "pull password", 200},
		{"HEAD", "pull", "pull password", 200},
		{"GET", "push", "push password", 200},
		{"POST", "push", "push password", 200},
		{"PUT", "push", "push password", 200},
		{"PATCH", "push", "push password", 200},
		{"DELETE", "push", "push password", 403},
		{"POST", "pull", "pull password", 403},
		{"PUT", "pull", "pull password", 403},
		{"PATCH", "pull", "pull password", 403},
		{"DELETE", "pull", "pull password", 403},
	} {
		response, seen := ask(t, test.method, "/v2/acme/shop/manifests/1", test.user, test.password)
		if response.StatusCode != test.status {
			t.Errorf("%s by %s: %s", test.method, test.user, response.Status)
		}
		if (seen != nil) != (test.status == 200) {
			t.Errorf("%s by %s reached the registry: %v", test.method, test.user, seen != nil)
		}
		if seen.Get("Authorization") != "" {
			t.Errorf("the registry was told a password")
		}
		if test.status == 401 && response.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s by %s is not asked for a password", test.method, test.user)
		}
	}
}

func TestPasswordsStayAndAreNotWhatTheRegistryReads(t *testing.T) {
	directory, verifiers := t.TempDir(), t.TempDir()
	if err := createUsers(directory, verifiers, io.Discard); err != nil {
		t.Fatal(err)
	}
	password, err := os.ReadFile(filepath.Join(directory, pushUser))
	if err != nil || len(password) != 32 {
		t.Fatalf("%d characters, %v", len(password), err)
	}
	if err := createUsers(directory, verifiers, io.Discard); err != nil {
		t.Fatal(err)
	}
	read, err := readUsers(verifiers)
	if err != nil || !read.know(pushUser, string(password)) || read.know(pullUser, string(password)) || read.know("other", string(password)) {
		t.Errorf("%v, %v", read, err)
	}
	if verifier, _ := os.ReadFile(filepath.Join(verifiers, pushUser)); bytes.Contains(verifier, password) {
		t.Error("the registry has the password")
	}
	if err := os.WriteFile(filepath.Join(verifiers, pullUser), nil, 0o600); err == nil {
		if _, err := readUsers(verifiers); err == nil {
			t.Error("an empty verifier is taken")
		}
	}
}

func TestWritersWaitWhileTheGateIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := newGate()
		if err := gate.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
		go func() {
			time.Sleep(3 * time.Second)
			gate.leave()
		}()
		began := time.Now()
		open, err := gate.shut(t.Context(), 5*time.Second, time.Minute)
		if err != nil || time.Since(began) < 8*time.Second || time.Since(began) > 9*time.Second {
			t.Fatalf("%v after %s", err, time.Since(began))
		}
		entered := make(chan time.Duration)
		go func() {
			_ = gate.enter(t.Context())
			entered <- time.Since(began)
		}()
		// One who gives up takes no place.
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if gate.enter(ctx) == nil {
			t.Error("it is not closed")
		}
		time.Sleep(20 * time.Second)
		open()
		if at := <-entered; at < 28*time.Second {
			t.Errorf("entered after %s", at)
		}
		if _, err := gate.shut(t.Context(), 5*time.Second, time.Minute); !errors.Is(err, errBusy) {
			t.Errorf("closed before a writer: %v", err)
		}
		gate.leave()
	})
}

func manifest(digest string, parts ...string) Manifest { return Manifest{Digest: digest, parts: parts} }

func TestWhatIsNotNeeded(t *testing.T) {
	listing := Listing{Repositories: []Repository{
		// The youngest first.
		{"acme/shop", []Manifest{manifest("5"), manifest("part"), manifest("4", "part"), manifest("3"), manifest("2"), manifest("1")}},
		{"acme/api", []Manifest{manifest("1")}},
	}}
	for _, test := range []struct {
		request  Request
		expected string
	}{
		{Request{Youngest: 2}, "acme/shop@3 acme/shop@2 acme/shop@1"},
		{Request{Keep: []string{"acme/shop@2", "acme/api@1"}}, "acme/shop@5 acme/shop@part acme/shop@4 acme/shop@3 acme/shop@1"},
		{Request{Keep: []string{"acme/shop@4"}, Youngest: 1}, "acme/shop@3 acme/shop@2 acme/shop@1"},
		// The same digest in another repository.
		{Request{Keep: []string{"acme/api@5"}, Youngest: 1}, "acme/shop@part acme/shop@4 acme/shop@3 acme/shop@2 acme/shop@1"},
	} {
		names := []string{}
		for _, removed := range unneeded(listing, test.request) {
			names = append(names, removed.Repository+"@"+removed.Digest)
		}
		if got := strings.Join(names, " "); got != test.expected {
			t.Errorf("%v: %s", test.request, got)
		}
	}
}

// started runs Debian's registry on a directory, and returns its store and the way to it.
func started(t *testing.T) (store, *http.Transport, func() error) {
	t.Helper()
	binary, err := exec.LookPath(program)
	if err != nil {
		t.Skip(program + " is not there")
	}
	directory := t.TempDir()
	socket, file := filepath.Join(directory, "s"), filepath.Join(directory, "config.yml")
	data := filepath.Join(directory, "data")
	text, err := os.ReadFile("../../../images/registry/config.yml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(backendSocket, socket, volume, data).Replace(string(text))
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	said := bytes.Buffer{}
	server := exec.Command(binary, "serve", file)
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
		if t.Failed() {
			t.Log(said.String())
		}
	})
	for deadline := time.Now().Add(20 * time.Second); !answers(socket); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no answer: " + said.String())
		}
	}
	sweep := func() error {
		said, err := exec.Command(binary, "garbage-collect", file).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, said)
		}
		return nil
	}
	return store{data}, overSocket(socket), sweep
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}

type pusher struct {
	t         *testing.T
	transport http.RoundTripper
}

func (p pusher) send(method, path, kind string, body []byte, status int) *http.Response {
	p.t.Helper()
	request, err := http.NewRequest(method, "http://registry"+path, bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	request.Header.Set("Accept", manifestType)
	response, err := p.transport.RoundTrip(request)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != status {
		said, _ := io.ReadAll(response.Body)
		p.t.Fatalf("%s %s: %s %s", method, path, response.Status, said)
	}
	return response
}

func (p pusher) blob(repository string, content []byte) descriptor {
	p.t.Helper()
	begun := p.send("POST", "/v2/"+repository+"/blobs/uploads/", "", nil, 202)
	place := begun.Header.Get("Location")
	if !strings.HasPrefix(place, "/v2/") {
		p.t.Fatalf("the place of an upload is %s", place)
	}
	p.send("PUT", place+"&digest="+digestOf(content), "application/octet-stream", content, 201)
	return descriptor{digestOf(content), int64(len(content))}
}

const manifestType = "application/vnd.docker.distribution.manifest.v2+json"

func (p pusher) image(repository, tag string, layers ...string) string {
	p.t.Helper()
	config := p.blob(repository, []byte(`{"architecture":"amd64","tag":"`+tag+`"}`))
	named := []map[string]any{}
	for _, layer := range layers {
		one := p.blob(repository, []byte(strings.Repeat(layer, 5000)))
		named = append(named, map[string]any{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "digest": one.Digest, "size": one.Size})
	}
	text, err := json.Marshal(map[string]any{
		"schemaVersion": 2, "mediaType": manifestType,
		"config": map[string]any{"mediaType": "application/vnd.docker.container.image.v1+json", "digest": config.Digest, "size": config.Size},
		"layers": named,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.send("PUT", "/v2/"+repository+"/manifests/"+tag, manifestType, text, 201)
	return digestOf(text)
}

func TestACollectionFreesWhatNothingNeedsAndNothingElse(t *testing.T) {
	store, transport, sweep := started(t)
	collector := collector{gate: newGate(), store: store, backend: transport, sweep: sweep}
	if outcome, err := collector.collect(t.Context(), Request{}); err != nil || len(outcome.Removed) != 0 {
		t.Fatalf("of an empty registry: %v, %v", outcome, err)
	}
	pusher := pusher{t, transport}
	first := pusher.image("acme/shop", "one", "base", "first")
	second := pusher.image("acme/shop", "two", "base", "second")
	// The tag moves: the image that had it is there without one.
	moved := pusher.image("acme/shop", "two", "base", "moved")
	other := pusher.image("globex/deep/api", "one", "other")

	listing, err := store.list()
	if err != nil || len(listing.Repositories) != 2 || listing.Repositories[0].Name != "acme/shop" || len(listing.Repositories[0].Manifests) != 3 {
		t.Fatalf("%+v, %v", listing, err)
	}
	for _, one := range listing.Repositories[0].Manifests {
		expected := map[string]string{first: "one", second: "", moved: "two"}[one.Digest]
		if strings.Join(one.Tags, " ") != expected || one.Bytes < 40_000 || time.Since(one.Pushed) > time.Minute {
			t.Errorf("%+v", one)
		}
	}
	wanted := Request{Keep: []string{"acme/shop@" + first, "globex/deep/api@" + other}, DryRun: true}
	tried, err := collector.collect(t.Context(), wanted)
	if err != nil || len(tried.Removed) != 2 || tried.After != tried.Before {
		t.Fatalf("%+v, %v", tried, err)
	}
	pusher.send("GET", "/v2/acme/shop/manifests/"+moved, "", nil, 200)
	wanted.DryRun = false
	outcome, err := collector.collect(t.Context(), wanted)
	if err != nil || len(outcome.Removed) != 2 {
		t.Fatalf("%+v, %v", outcome, err)
	}
	// The layers of both, and not the one that they share with the first.
	if freed := outcome.Before - outcome.After; freed < 55_000 || freed > 60_000 {
		t.Errorf("freed %d of %d bytes", freed, outcome.Before)
	}
	pusher.send("GET", "/v2/acme/shop/blobs/"+digestOf([]byte(strings.Repeat("base", 5000))), "", nil, 200)
	pusher.send("GET", "/v2/acme/shop/blobs/"+digestOf([]byte(strings.Repeat("moved", 5000))), "", nil, 404)
	pusher.send("GET", "/v2/acme/shop/manifests/two", "", nil, 404)
	pusher.send("GET", "/v2/acme/shop/manifests/one", "", nil, 200)
	// A registry that remembered the layer would say that it has it.
	again := pusher.image("acme/shop", "two", "base", "moved")
	if again != moved {
		t.Errorf("%s is not %s", again, moved)
	}
	pusher.send("GET", "/v2/acme/shop/blobs/"+digestOf([]byte(strings.Repeat("moved", 5000))), "", nil, 200)
}
