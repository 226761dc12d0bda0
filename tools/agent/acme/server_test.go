package acme

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
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

// authority is an ACME server that knows one order.
type authority struct {
	key *ecdsa.PrivateKey
	// Whether the answer to the last request of an order says again where it is.
	namesOrder bool
	// Whether it is ready at once, or asked for.
	isSlow bool
	// What is issued in place of what was asked for.
	otherKey *ecdsa.PublicKey

	challenged, polled int
	names              []string
	chain              []byte
}

func (a *authority) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	base := "https://" + request.Host
	w.Header().Set("Replay-Nonce", "nonce")
	order := map[string]any{
		"status": "pending", "authorizations": []string{base + "/authorization/shop", base + "/authorization/known"},
		"finalize": base + "/finalize", "certificate": base + "/certificate",
	}
	answer := map[string]any{}
	switch request.URL.Path {
	case "/dir":
		answer = map[string]any{"newNonce": base + "/nonce", "newAccount": base + "/account", "newOrder": base + "/orders"}
	case "/account":
		w.Header().Set("Location", base+"/account/1")
		answer["status"] = "valid"
	case "/orders":
		w.Header().Set("Location", base+"/order")
		w.WriteHeader(http.StatusCreated)
		answer = order
	case "/authorization/shop":
		answer = map[string]any{
			"status": map[bool]string{true: "valid", false: "pending"}[a.challenged > 0], "identifier": map[string]string{"type": "dns", "value": "shop.test"},
			"challenges": []map[string]string{{"type": "dns-01", "url": base + "/other"}, {"type": "http-01", "url": base + "/challenge", "token": "token"}},
		}
	case "/authorization/known":
		answer["status"] = "valid"
	case "/challenge":
		a.challenged++
		answer = map[string]any{"type": "http-01", "status": "processing", "url": base + "/challenge"}
	case "/order":
		a.polled++
		order["status"] = map[bool]string{true: "valid", false: "ready"}[a.chain != nil]
		answer = order
	case "/finalize":
		if a.namesOrder {
			w.Header().Set("Location", base+"/order")
		}
		a.sign(request.Body)
		order["status"] = map[bool]string{true: "processing", false: "valid"}[a.isSlow]
		answer = order
	case "/certificate":
		w.Write(a.chain)
		return
	}
	json.NewEncoder(w).Encode(answer)
}

func (a *authority) sign(body io.Reader) {
	var jws struct{ Payload string }
	var payload struct{ CSR string }
	json.NewDecoder(body).Decode(&jws)
	decoded, _ := base64.RawURLEncoding.DecodeString(jws.Payload)
	json.Unmarshal(decoded, &payload)
	encoded, _ := base64.RawURLEncoding.DecodeString(payload.CSR)
	request, err := x509.ParseCertificateRequest(encoded)
	if err != nil {
		return
	}
	a.names = request.DNSNames
	public := request.PublicKey.(*ecdsa.PublicKey)
	if a.otherKey != nil {
		public = a.otherKey
	}
	template := &x509.Certificate{DNSNames: request.DNSNames, NotAfter: time.Now().Add(time.Hour)}
	leaf, _ := x509.CreateCertificate(rand.Reader, template, template, public, a.key)
	root, _ := x509.CreateCertificate(rand.Reader, template, template, &a.key.PublicKey, a.key)
	a.chain = certificate.Encode(leaf, root)
}

func TestItGetsACertificateForANewKey(t *testing.T) {
	for _, test := range []authority{{namesOrder: true}, {namesOrder: true, isSlow: true}, {isSlow: true}, {}} {
		test.key, _ = certificate.NewKey()
		account, _ := certificate.NewKey()
		hosts := []string{"shop.test", "known.test"}
		bundle, err := serve(t, test.ServeHTTP).Issue(t.Context(), account, hosts)
		if err != nil {
			t.Errorf("%v: %v", test, err)
			continue
		}
		leaf, err := certificate.Leaf(bundle)
		if err != nil {
			t.Fatal(err)
		}
		key, err := certificate.DecodeKey(bundle)
		if err != nil || !key.PublicKey.Equal(leaf.PublicKey) || key.Equal(account) {
			t.Errorf("the key is another one's, %v", err)
		}
		if !slices.Equal(test.names, hosts) || test.challenged != 1 || strings.Count(string(bundle), "BEGIN CERTIFICATE") != 2 {
			t.Errorf("asked for %v, challenged %d times, %s", test.names, test.challenged, bundle)
		}
	}
}

func TestACertificateForAnotherKeyIsRefused(t *testing.T) {
	key, _ := certificate.NewKey()
	other, _ := certificate.NewKey()
	server := authority{key: key, otherKey: &other.PublicKey}
	if err := issue(t, serve(t, server.ServeHTTP)); err.Error() != "the server's certificate is for another key" {
		t.Errorf("got %v", err)
	}
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
