package acme

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"agent/certificate"
)

// fake issues certificates, and says when it was asked.
type fake struct {
	life  time.Duration
	fails int
	began time.Time
	asked []time.Duration
}

func (f *fake) String() string { return "https://acme.test/dir" }

func (f *fake) Issue(_ context.Context, _ *ecdsa.PrivateKey, hosts []string) ([]byte, error) {
	f.asked = append(f.asked, time.Since(f.began))
	if len(f.asked) <= f.fails {
		return nil, errors.New("away")
	}
	return certificate.SelfSigned(pkix.Name{}, hosts, f.life, time.Now())
}

const ninetyDays = 90 * 24 * time.Hour

func keep(t *testing.T, server *fake, life time.Duration) (directory, said string) {
	t.Helper()
	directory = t.TempDir()
	output := bytes.Buffer{}
	server.began = time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), life)
	defer cancel()
	keeper := Keeper{
		Directory: directory, Name: "name", Hosts: []string{"buy.test", "shop.test"}, Server: server, Poll: time.Minute, Output: &output,
	}
	if err := keeper.Run(ctx); err != nil {
		t.Error(err)
	}
	return directory, output.String()
}

func expectAsked(t *testing.T, server *fake, expected ...time.Duration) {
	t.Helper()
	if len(server.asked) != len(expected) {
		t.Fatalf("asked after %v, expected %v", server.asked, expected)
	}
	for index, asked := range server.asked {
		if asked != expected[index] {
			t.Errorf("asked after %v, expected %v", server.asked, expected)
		}
	}
}

func TestItAsksAtOnceAndWhenAThirdIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &fake{life: ninetyDays}
		directory, said := keep(t, server, 61*24*time.Hour)
		// It looks for an hour at most, and began a minute after the first one.
		expectAsked(t, server, 0, 60*24*time.Hour)
		if !strings.Contains(said, "https://acme.test/dir issued a certificate for buy.test shop.test, notAfter=") {
			t.Errorf("said %q", said)
		}
		status, err := os.Stat(filepath.Join(directory, "name.pem"))
		if err != nil || status.Mode().Perm() != 0o444 {
			t.Errorf("%v, %v", status.Mode(), err)
		}
	})
}

func TestAfterASuccessItLooksAgainInAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// Due as soon as it is issued.
		server := &fake{life: time.Second}
		keep(t, server, 150*time.Second)
		expectAsked(t, server, 0, time.Minute, 2*time.Minute)
	})
}

func TestAfterFailuresItWaitsLongerAndLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := &fake{life: ninetyDays, fails: 3}
		directory, said := keep(t, server, time.Hour)
		expectAsked(t, server, 0, time.Minute, 3*time.Minute, 7*time.Minute)
		first := "no certificate for buy.test shop.test from https://acme.test/dir, attempt 1; the next one is in 60 s, or when this container is restarted\n  ERROR: away\n"
		if !strings.HasPrefix(said, first) || !strings.Contains(said, "attempt 3; the next one is in 240 s") {
			t.Errorf("said %q", said)
		}
		content, err := os.ReadFile(filepath.Join(directory, "name.pem"))
		if err != nil || certificate.IsPlaceholder(content) {
			t.Errorf("the placeholder stayed, %v", err)
		}
	})
}

func TestItEndsWhileItAsks(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := canceller{cancel}
	output := bytes.Buffer{}
	keeper := Keeper{Directory: t.TempDir(), Name: "name", Hosts: []string{"shop.test"}, Server: server, Poll: time.Minute, Output: &output}
	if err := keeper.Run(ctx); err != nil || output.Len() > 0 {
		t.Errorf("got %v, said %q", err, output.String())
	}
}

// canceller is asked to end while it issues.
type canceller struct{ cancel func() }

func (c canceller) String() string { return "" }

func (c canceller) Issue(ctx context.Context, _ *ecdsa.PrivateKey, _ []string) ([]byte, error) {
	c.cancel()
	return nil, ctx.Err()
}

func write(t *testing.T, directory, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(directory, name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func selfSigned(t *testing.T, host string, life time.Duration) []byte {
	t.Helper()
	bundle, err := certificate.SelfSigned(pkix.Name{}, []string{host}, life, noon)
	if err != nil {
		t.Fatal(err)
	}
	return bundle
}

func TestRenewalDelay(t *testing.T) {
	directory := t.TempDir()
	bundle := selfSigned(t, "shop.test", ninetyDays)
	file := write(t, directory, "name.pem", bundle)
	due := noon.Add(60 * 24 * time.Hour)
	for now, expected := range map[time.Time]time.Duration{
		noon:                      60 * 24 * time.Hour,
		due.Add(-time.Second):     time.Second,
		due:                       0,
		noon.Add(ninetyDays):      0,
		noon.Add(10 * ninetyDays): 0,
	} {
		if got := renewalDelay(file, now); got != expected {
			t.Errorf("at %s: %s, expected %s", now, got, expected)
		}
	}
	for name, content := range map[string][]byte{
		"placeholder": certificate.AsPlaceholder(bundle), "broken": []byte("no certificate"), "empty": nil,
	} {
		if got := renewalDelay(write(t, directory, name, content), noon); got != 0 {
			t.Errorf("%s: due in %s", name, got)
		}
	}
	if got := renewalDelay(filepath.Join(directory, "missing"), noon); got != 0 {
		t.Errorf("what is missing is due in %s", got)
	}
}

func placeholder(t *testing.T, directory string) []byte {
	t.Helper()
	file := filepath.Join(directory, "new.pem")
	if err := writePlaceholder(file, []string{"shop.test", "www.shop.test"}, noon); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(content, []byte("stand-in\n-----BEGIN CERTIFICATE-----\n")) {
		t.Fatalf("%q, %v", content, err)
	}
	return content
}

func TestWithoutAnyCertificateThePlaceholderIsOneThatNobodyTrusts(t *testing.T) {
	content := placeholder(t, t.TempDir())
	leaf, err := certificate.Leaf(content)
	if err != nil {
		t.Fatal(err)
	}
	if leaf.Subject.CommonName != "stands in until a certificate is issued" || strings.Join(leaf.DNSNames, " ") != "shop.test www.shop.test" {
		t.Errorf("%s for %v", leaf.Subject, leaf.DNSNames)
	}
	if life := leaf.NotAfter.Sub(noon); life != 7*24*time.Hour {
		t.Errorf("holds for %s", life)
	}
	key, err := certificate.DecodeKey(content)
	if err != nil || !key.PublicKey.Equal(leaf.PublicKey) {
		t.Errorf("the key is another one's, %v", err)
	}
}

func TestWithCertificatesForOtherHostsThePlaceholderIsTheNewest(t *testing.T) {
	directory := t.TempDir()
	bundles := map[string][]byte{}
	for name, age := range map[string]time.Duration{"old": 3 * time.Hour, "newest": time.Hour, "middle": 2 * time.Hour} {
		bundles[name] = selfSigned(t, name+".test", ninetyDays)
		file := write(t, directory, name+".pem", bundles[name])
		if err := os.Chtimes(file, noon, noon.Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	// None of them is one, though newer.
	write(t, directory, "other.pem", certificate.AsPlaceholder(bundles["old"]))
	write(t, directory, "broken.pem", []byte("no certificate"))
	write(t, directory, ".half.pem", bundles["old"])
	write(t, directory, "account.map", bundles["old"])
	if got := placeholder(t, directory); !bytes.Equal(got, certificate.AsPlaceholder(bundles["newest"])) {
		t.Error("it is another one")
	}
}

func TestTheAccountIsMadeOnceAndTheMapHasItsThumbprint(t *testing.T) {
	directory := t.TempDir()
	key, err := loadAccount(directory)
	if err != nil {
		t.Fatal(err)
	}
	expectThumbprint(t, directory, key)
	again, err := loadAccount(directory)
	if err != nil || !again.Equal(key) {
		t.Errorf("another account, %v", err)
	}
	for file, mode := range map[string]os.FileMode{"account.key": 0o600, "account.map": 0o444} {
		status, err := os.Stat(filepath.Join(directory, file))
		if err != nil || status.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", file, status.Mode(), err)
		}
	}
}

func TestAccountsOfOldAreKept(t *testing.T) {
	directory := t.TempDir()
	key, err := certificate.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, directory, "account.key", pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: encoded}))
	loaded, err := loadAccount(directory)
	if err != nil || !loaded.Equal(key) {
		t.Fatalf("another account, %v", err)
	}
	expectThumbprint(t, directory, key)
}

// A key that cannot be read is somebody's: it is not replaced.
func TestABrokenAccountIsAnError(t *testing.T) {
	directory := t.TempDir()
	write(t, directory, "account.key", []byte("broken"))
	if _, err := loadAccount(directory); err == nil || !strings.Contains(err.Error(), "account.key") {
		t.Errorf("got %v", err)
	}
}

// expectThumbprint computes it once more, by RFC 7638.
func expectThumbprint(t *testing.T, directory string, key *ecdsa.PrivateKey) {
	t.Helper()
	public, err := key.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	jwk, err := json.Marshal(map[string]string{"crv": "P-256", "kty": "EC", "x": encode(public[1:33]), "y": encode(public[33:])})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(jwk)
	content, err := os.ReadFile(filepath.Join(directory, "account.map"))
	if expected := "account " + encode(sum[:]) + "\n"; err != nil || string(content) != expected {
		t.Errorf("got %q, expected %q, %v", content, expected, err)
	}
}
