package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// newIntermediate is by a new root, for some hosts.
func newIntermediate(t *testing.T, now time.Time, hosts ...string) (root, intermediate Authority) {
	t.Helper()
	root, err := newRoot(now)
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := root.signIntermediate(&key.PublicKey, hosts, now)
	if err != nil {
		t.Fatal(err)
	}
	return root, Authority{signed, key}
}

// verify judges a chain as a client does that trusts some roots.
func verify(roots []*x509.Certificate, chain []*x509.Certificate, now time.Time) error {
	options := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: now}
	for _, root := range roots {
		options.Roots.AddCert(root)
	}
	for _, issuer := range chain[1:] {
		options.Intermediates.AddCert(issuer)
	}
	_, err := chain[0].Verify(options)
	return err
}

func TestALeafsFields(t *testing.T) {
	now := time.Now()
	hosts := []string{"shop.test", strings.Repeat("a", 63) + ".shop.test"}
	root, authority := newIntermediate(t, now, hosts...)
	bundle, err := authority.Issue(hosts, now)
	if err != nil {
		t.Fatal(err)
	}
	chain, err := Chain(bundle)
	if err != nil || len(chain) != 2 || !chain[1].Equal(authority.certificate) {
		t.Fatalf("served: %d, %v", len(chain), err)
	}
	leaf := chain[0]
	if leaf.Subject.String() != "" || strings.Join(leaf.DNSNames, " ") != strings.Join(hosts, " ") {
		t.Errorf("subject %q, names %q", leaf.Subject, leaf.DNSNames)
	}
	if leaf.IsCA || !leaf.BasicConstraintsValid || leaf.KeyUsage != x509.KeyUsageDigitalSignature {
		t.Errorf("%v, %v, usage %v", leaf.IsCA, leaf.BasicConstraintsValid, leaf.KeyUsage)
	}
	if len(leaf.ExtKeyUsage) != 1 || leaf.ExtKeyUsage[0] != x509.ExtKeyUsageServerAuth {
		t.Errorf("extended usage %v", leaf.ExtKeyUsage)
	}
	if life := leaf.NotAfter.Sub(leaf.NotBefore); life != 90*day {
		t.Errorf("life %s", life)
	}
	if !bytes.Equal(leaf.AuthorityKeyId, authority.certificate.SubjectKeyId) || len(leaf.SubjectKeyId) != 20 {
		t.Errorf("keys %x by %x", leaf.SubjectKeyId, leaf.AuthorityKeyId)
	}
	// Without a subject the names are critical, and so are constraints and usage.
	critical := map[string]bool{}
	for _, extension := range leaf.Extensions {
		critical[extension.Id.String()] = extension.Critical
	}
	for _, id := range []string{"2.5.29.17", "2.5.29.19", "2.5.29.15"} {
		if !critical[id] {
			t.Errorf("%s is not critical", id)
		}
	}
	key, err := DecodeKey(bundle)
	if err != nil || !key.PublicKey.Equal(leaf.PublicKey) {
		t.Errorf("the key is another one's, %v", err)
	}
	if first, _ := pem.Decode(bundle); first.Type != "CERTIFICATE" {
		t.Errorf("begins with %s", first.Type)
	}
	if err := verify([]*x509.Certificate{root.certificate}, chain, now); err != nil {
		t.Errorf("its own root does not trust it: %v", err)
	}
}

func TestALeafEndsWithItsIntermediate(t *testing.T) {
	made := time.Now()
	_, authority := newIntermediate(t, made, "shop.test")
	bundle, err := authority.Issue([]string{"shop.test"}, made.Add(intermediateLife-10*day))
	if err != nil {
		t.Fatal(err)
	}
	if leaf, err := Leaf(bundle); err != nil || !leaf.NotAfter.Equal(authority.certificate.NotAfter) {
		t.Errorf("ends %s, %v", leaf.NotAfter, err)
	}
}

func TestKeysOfEitherForm(t *testing.T) {
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	old, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := EncodeKey(key)
	if err != nil {
		t.Fatal(err)
	}
	parameters := pem.EncodeToMemory(&pem.Block{Type: "EC PARAMETERS", Bytes: []byte{6, 1, 1}})
	for name, content := range map[string][]byte{
		"PKCS 8":                  encoded,
		"SEC 1":                   pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: old}),
		"SEC 1 with its curve":    append(parameters, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: old})...),
		"after something else":    append([]byte("stand-in\n"), encoded...),
		"followed by another one": append(encoded, parameters...),
	} {
		if decoded, err := DecodeKey(content); err != nil || !decoded.Equal(key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzDecodeKey(f *testing.F) {
	f.Add([]byte("-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"))
	f.Add([]byte("-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		key, err := DecodeKey(content)
		if (key == nil) != (err != nil) {
			t.Errorf("got %v and %v", key, err)
		}
		if err != nil && err.Error() != "there is no key on an elliptic curve in it" {
			t.Errorf("the error may quote the key: %v", err)
		}
	})
}

func TestReplace(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "name.pem")
	// What an interrupted run has left.
	if err := os.WriteFile(filepath.Join(directory, ".name.pem"), []byte("half"), 0o444); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"first, and longer", "second"} {
		if err := Replace(file, []byte(content), Readable); err != nil {
			t.Fatal(err)
		}
		written, err := os.ReadFile(file)
		if err != nil || string(written) != content {
			t.Errorf("got %q, %v", written, err)
		}
	}
	status, err := os.Stat(file)
	if err != nil || status.Mode().Perm() != 0o444 {
		t.Errorf("mode %v, %v", status.Mode(), err)
	}
	if files, _ := os.ReadDir(directory); len(files) != 1 {
		t.Errorf("left %v", files)
	}
}
