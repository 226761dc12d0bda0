package certificate

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// deploy signs what a keeper asks for, as `up` does after the keeper has started.
func deploy(t *testing.T, keeper Keeper, root string, now time.Time) string {
	t.Helper()
	if _, err := keeper.keep(now); err != nil {
		t.Fatal(err)
	}
	output := bytes.Buffer{}
	if err := SignIntermediate(root, keeper.Authority, keeper.Hosts, now, &output); err != nil {
		t.Fatal(err)
	}
	return output.String()
}

func TestAnIntermediateSignsForItsHostsAndNothingElse(t *testing.T) {
	now := time.Now()
	root, tenant := newIntermediate(t, now, "acme.test", "buy.acme.test", "shop.test")
	roots := []*x509.Certificate{root.certificate}
	server := func(names ...string) x509.Certificate {
		return x509.Certificate{NotBefore: now, NotAfter: now.Add(day), DNSNames: names, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	}
	issue := func(template x509.Certificate) error {
		t.Helper()
		key, err := NewKey()
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := sign(template, &key.PublicKey, tenant)
		if err != nil {
			t.Fatal(err)
		}
		return verify(roots, []*x509.Certificate{leaf, tenant.certificate}, now)
	}
	if err := issue(server("acme.test", "buy.acme.test", "shop.test")); err != nil {
		t.Errorf("its own hosts: %v", err)
	}
	address := server("shop.test")
	address.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	address6 := server("shop.test")
	address6.IPAddresses = []net.IP{net.IPv6loopback}
	for name, template := range map[string]x509.Certificate{
		"another tenant's host":   server("shop.globex.test"),
		"one that ends the same":  server("myshop.test"),
		"a parent":                server("test"),
		"one of its own and more": server("shop.test", "shop.globex.test"),
		"an address":              address,
		"an address of IPv6":      address6,
	} {
		if issue(template) == nil {
			t.Errorf("%s is trusted", name)
		}
	}

	// An authority of its own below it, and a root that takes its place.
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{NotBefore: now, NotAfter: now.Add(day), BasicConstraintsValid: true, IsCA: true}
	below, err := sign(template, &key.PublicKey, tenant)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := Authority{below, key}.Issue([]string{"shop.test"}, now)
	if err != nil {
		t.Fatal(err)
	}
	chain, err := Chain(bundle)
	if err != nil {
		t.Fatal(err)
	}
	if verify(roots, append(chain, tenant.certificate), now) == nil {
		t.Error("an authority below it is trusted")
	}
}

func TestAnIntermediateForAddresses(t *testing.T) {
	now := time.Now()
	hosts := []string{"10.0.0.5", "fd00::5", "registry.test"}
	root, server := newIntermediate(t, now, hosts...)
	if !server.permits(hosts) || !server.permits([]string{"registry.test", "fd00:0::5"}) {
		t.Error("its own hosts are not permitted")
	}
	for _, other := range []string{"10.0.0.6", "fd00::6", "other.test"} {
		if server.permits([]string{other}) {
			t.Errorf("%s is permitted", other)
		}
	}
	for expected, asked := range map[bool][]string{true: hosts, false: append(slices.Clone(hosts), "10.0.0.6")} {
		bundle, err := server.Issue(asked, now)
		if err != nil {
			t.Fatal(err)
		}
		chain, err := Chain(bundle)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify([]*x509.Certificate{root.certificate}, chain, now); (err == nil) != expected {
			t.Errorf("%v: %v", asked, err)
		}
		if err := chain[0].VerifyHostname("10.0.0.5"); err != nil {
			t.Error(err)
		}
	}
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := root.signIntermediate(&key.PublicKey, []string{"10.0.0.5"}, now); err == nil {
		t.Error("addresses alone would permit every name")
	}
}

func TestAnIntermediatesFields(t *testing.T) {
	now := time.Now()
	root, tenant := newIntermediate(t, now, "acme.test", "buy.acme.test", "shop.test")
	made := tenant.certificate
	if !made.IsCA || !made.MaxPathLenZero || made.KeyUsage != x509.KeyUsageCertSign || !made.PermittedDNSDomainsCritical {
		t.Errorf("%v, path of %d, usage %v", made.IsCA, made.MaxPathLen, made.KeyUsage)
	}
	if names := strings.Join(made.PermittedDNSDomains, " "); names != "acme.test buy.acme.test shop.test" {
		t.Errorf("permits %s", names)
	}
	// A leading dot is no part of RFC 5280, and strict clients refuse the whole chain for it.
	if len(made.ExcludedDNSDomains) > 0 {
		t.Errorf("excludes %s", made.ExcludedDNSDomains)
	}
	if life := made.NotAfter.Sub(made.NotBefore); life != 1095*day {
		t.Errorf("life %s", life)
	}
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	late, err := root.signIntermediate(&key.PublicKey, []string{"shop.test"}, now.Add(rootLife-day))
	if err != nil || !late.NotAfter.Equal(root.certificate.NotAfter) {
		t.Errorf("ends %s, after its root, %v", late.NotAfter, err)
	}
}

func TestAnIntermediateIsSignedAgainWhenItHasTo(t *testing.T) {
	root, now := t.TempDir(), time.Now()
	keepRoot(t, root, now)
	keeper, _ := newKeeper(t)
	if said := deploy(t, keeper, root, now); !strings.HasPrefix(said, "signed an intermediate for buy.test shop.test, notAfter=") {
		t.Errorf("said %q", said)
	}
	first := load(t, keeper.Authority)
	if said := deploy(t, keeper, root, now.Add(729*day)); !strings.HasPrefix(said, "the intermediate is there already, notAfter=") {
		t.Errorf("said %q", said)
	}
	// By a key of its own.
	deploy(t, keeper, root, now.Add(731*day))
	second := load(t, keeper.Authority)
	if second.key.Equal(first.key) || second.certificate.NotAfter.Sub(now) < 1800*day {
		t.Errorf("the same key, or until %s", second.certificate.NotAfter)
	}
	// Other hosts.
	keeper.Hosts = []string{"buy.test"}
	deploy(t, keeper, root, now.Add(732*day))
	if names := load(t, keeper.Authority).certificate.PermittedDNSDomains; len(names) != 1 {
		t.Errorf("still permits %v", names)
	}
	// Another root.
	if err := os.Remove(filepath.Join(root, authorityFile)); err != nil {
		t.Fatal(err)
	}
	keepRoot(t, root, now)
	deploy(t, keeper, root, now.Add(732*day))
	if err := load(t, keeper.Authority).certificate.CheckSignatureFrom(load(t, root).certificate); err != nil {
		t.Error(err)
	}
}

func TestOnlyARequestIsSigned(t *testing.T) {
	root := t.TempDir()
	keepRoot(t, root, time.Now())
	rootKey := keysIn(t, root)[0]
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		t.Fatal(err)
	}
	for says, write := range map[string]func(file string) error{
		"no such file": func(string) error { return nil },
		// A link to what the signing container alone can read.
		"there is no request in it": func(file string) error { return os.Symlink(rootKey, file) },
		"not on the curve": func(file string) error {
			return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: requestBlock, Bytes: foreign}), 0o444)
		},
	} {
		directory := t.TempDir()
		if err := write(filepath.Join(directory, requestFile)); err != nil {
			t.Fatal(err)
		}
		err := SignIntermediate(root, directory, []string{"shop.test"}, time.Now(), os.Stderr)
		if err == nil || !strings.Contains(err.Error(), says) || Exists(filepath.Join(directory, authorityFile)) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func FuzzDecodeRequest(f *testing.F) {
	f.Add([]byte("-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		request, err := decodeRequest(content)
		if (request == nil) != (err != nil) {
			t.Errorf("got %v and %v", request, err)
		}
		if err != nil && err.Error() != "there is no request in it that is signed by its key" {
			t.Errorf("the error may quote what was read: %v", err)
		}
	})
}
