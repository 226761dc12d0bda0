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

func createAuthority(t *testing.T, directory string) string {
	t.Helper()
	output := bytes.Buffer{}
	if err := CreateAuthority(directory, &output); err != nil {
		t.Fatal(err)
	}
	return output.String()
}

func loadAuthority(t *testing.T, directory string) Authority {
	t.Helper()
	authority, err := LoadAuthority(directory)
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

func TestTheAuthorityIsMadeOnce(t *testing.T) {
	directory := t.TempDir()
	if said := createAuthority(t, directory); !strings.HasPrefix(said, "made a new authority, notAfter=") {
		t.Errorf("said %q", said)
	}
	first := loadAuthority(t, directory)
	// As volumes of old have it.
	if err := os.Chmod(filepath.Join(directory, "ca.key"), 0o400); err != nil {
		t.Fatal(err)
	}
	if said := createAuthority(t, directory); !strings.HasPrefix(said, "the authority is there already, notAfter=") {
		t.Errorf("said %q", said)
	}
	if again := loadAuthority(t, directory); !again.certificate.Equal(first.certificate) || !again.key.Equal(first.key) {
		t.Error("another authority has taken its place")
	}
	for _, file := range []string{"ca.pem", "ca.key"} {
		status, err := os.Stat(filepath.Join(directory, file))
		if err != nil || status.Mode().Perm() != 0o444 {
			t.Errorf("%s: %v, %v", file, status.Mode(), err)
		}
	}
	files, err := os.ReadDir(directory)
	if err != nil || len(files) != 2 {
		t.Errorf("left %v, %v", files, err)
	}
}

func TestHalfAnAuthorityIsNone(t *testing.T) {
	for _, missing := range []string{"ca.pem", "ca.key"} {
		directory := t.TempDir()
		createAuthority(t, directory)
		first := loadAuthority(t, directory)
		if err := os.Truncate(filepath.Join(directory, missing), 0); err != nil && !os.IsPermission(err) {
			t.Fatal(err)
		}
		createAuthority(t, directory)
		if again := loadAuthority(t, directory); again.certificate.Equal(first.certificate) || again.key.Equal(first.key) {
			t.Errorf("without %s the other half stayed", missing)
		}
	}
}

func TestTheAuthoritysFields(t *testing.T) {
	now := time.Now()
	authority, err := newAuthority(now)
	if err != nil {
		t.Fatal(err)
	}
	made := authority.certificate
	if !made.IsCA || !made.BasicConstraintsValid || made.MaxPathLen != 0 || !made.MaxPathLenZero {
		t.Errorf("constraints: %v, path of %d", made.IsCA, made.MaxPathLen)
	}
	if made.KeyUsage != x509.KeyUsageCertSign|x509.KeyUsageCRLSign {
		t.Errorf("usage: %v", made.KeyUsage)
	}
	if name := made.Subject.String(); !strings.HasPrefix(name, "CN=AppEngine authority ") || !strings.HasSuffix(name, ",O=AppEngine") {
		t.Errorf("subject: %s", name)
	}
	if life := made.NotAfter.Sub(made.NotBefore); life != 3650*day {
		t.Errorf("life: %s", life)
	}
	if made.SignatureAlgorithm != x509.ECDSAWithSHA256 || len(made.SubjectKeyId) != 20 {
		t.Errorf("%s, key %x", made.SignatureAlgorithm, made.SubjectKeyId)
	}
	other, err := newAuthority(now)
	if err != nil || other.certificate.Subject.CommonName == made.Subject.CommonName {
		t.Errorf("two authorities of one name, %v", err)
	}
}

func TestALeafsFields(t *testing.T) {
	now := time.Now()
	authority, err := newAuthority(now)
	if err != nil {
		t.Fatal(err)
	}
	hosts := []string{"shop.test", strings.Repeat("a", 63) + ".shop.test"}
	bundle, err := authority.Issue(hosts, now)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := Leaf(bundle)
	if err != nil {
		t.Fatal(err)
	}
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
	if !authority.trusts(leaf, now) {
		t.Error("its own authority does not trust it")
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
