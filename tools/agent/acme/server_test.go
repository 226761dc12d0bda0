package acme

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agent/certificate"
	"golang.org/x/crypto/acme"
)

// serve starts a server of TLS whose certificate is in the file of authorities.
func serve(t *testing.T, handler http.HandlerFunc) Server {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	file := write(t, t.TempDir(), "authority.pem", certificate.Encode(server.Certificate().Raw))
	return Server{Directory: server.URL + "/dir", Email: "operations@example.com", AuthorityFile: file}
}

func issue(t *testing.T, server Server) error {
	t.Helper()
	key, err := certificate.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	_, err = server.Issue(t.Context(), key, []string{"shop.test"})
	if err == nil {
		t.Fatal("issued a certificate")
	}
	return err
}

func TestAServerThatRefusesIsAskedOnce(t *testing.T) {
	for _, status := range []int{429, 503, 500, 403} {
		var asked atomic.Int32
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(status)
			fmt.Fprint(w, `{"type":"urn:ietf:params:acme:error:rateLimited","detail":"too many"}`)
		})
		err := issue(t, server)
		if got := backoff(1, time.Minute, err, time.Now()); got != 2*time.Hour || asked.Load() != 1 {
			t.Errorf("%d: asked %d times, the next one in %s: %v", status, asked.Load(), got, err)
		}
	}
}

func TestANonceThatIsTooOldIsNoFailure(t *testing.T) {
	var registrations atomic.Int32
	server := serve(t, func(w http.ResponseWriter, request *http.Request) {
		w.Header().Set("Replay-Nonce", "nonce")
		base := "https://" + request.Host
		switch request.URL.Path {
		case "/dir":
			json.NewEncoder(w).Encode(map[string]string{"newNonce": base + "/nonce", "newAccount": base + "/account", "newOrder": base + "/order"})
		case "/account":
			if registrations.Add(1) < 3 {
				w.WriteHeader(http.StatusBadRequest)
				fmt.Fprint(w, `{"type":"urn:ietf:params:acme:error:badNonce"}`)
				return
			}
			w.Header().Set("Location", base+"/account/1")
			fmt.Fprint(w, `{"status":"valid"}`)
		case "/order":
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w, `{"type":"urn:ietf:params:acme:error:rejectedIdentifier","detail":"not that one"}`)
		}
	})
	var problem *acme.Error
	if err := issue(t, server); !errors.As(err, &problem) || problem.Detail != "not that one" || registrations.Load() != 3 {
		t.Errorf("registered %d times: %v", registrations.Load(), err)
	}
}

func TestItGoesByTLSAlone(t *testing.T) {
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("was asked without TLS") }))
	t.Cleanup(plain.Close)
	directories := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"newNonce": plain.URL, "newAccount": plain.URL, "newOrder": plain.URL})
	})
	redirects := serve(t, func(w http.ResponseWriter, request *http.Request) {
		http.Redirect(w, request, plain.URL, http.StatusMovedPermanently)
	})
	for name, server := range map[string]Server{"plain": {Directory: plain.URL}, "directory": directories, "redirect": redirects} {
		if err := issue(t, server); name != "redirect" && !strings.Contains(err.Error(), "is not an https:// URL") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnlyTheAuthorityOfItsFileIsTrusted(t *testing.T) {
	server := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("was asked") })
	server.AuthorityFile = filepath.Join(t.TempDir(), "missing")
	if err := issue(t, server); !strings.HasPrefix(explain(err), "ERROR: Problem connecting to server: ") {
		t.Errorf("got %v", err)
	}
	server.AuthorityFile = write(t, t.TempDir(), "authority.pem", []byte("none"))
	if err := issue(t, server); !strings.Contains(err.Error(), "has no certificate in PEM") {
		t.Errorf("got %v", err)
	}
}

func TestAnEndlessAnswerIsReadNoFurther(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		for line := strings.Repeat("x", 1<<16); ; {
			if _, err := io.WriteString(w, line); err != nil {
				return
			}
		}
	})
	var problem *acme.Error
	if err := issue(t, server); !errors.As(err, &problem) || len(problem.Detail) != mostBytes {
		t.Errorf("got %.100v", err)
	}
}

func TestItCanBeAskedToEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := serve(t, func(_ http.ResponseWriter, request *http.Request) {
		cancel()
		<-request.Context().Done()
	})
	key, err := certificate.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.Issue(ctx, key, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
