package certificate

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	// For whoever has to trust it.
	authorityFile = "ca.pem"
	// For the issuers.
	authorityKeyFile = "ca.key"

	authorityLife = 3650 * day
	leafLife      = 90 * day
)

// Authority issues certificates.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// CreateAuthority makes the authority of an installation in a directory, unless there is one. Each of the issuers is another user, and only containers of
// the platform have its volume.
func CreateAuthority(directory string, output io.Writer) error {
	certificateFile, keyFile := filepath.Join(directory, authorityFile), filepath.Join(directory, authorityKeyFile)
	// Volumes of old have it for one user alone.
	_ = os.Chmod(keyFile, Readable)
	if Exists(certificateFile) && Exists(keyFile) {
		authority, err := LoadAuthority(directory)
		if err != nil {
			return err
		}
		fmt.Fprintf(output, "the authority is there already, %s\n", End(authority.certificate))
		return nil
	}
	authority, err := newAuthority(time.Now())
	if err != nil {
		return err
	}
	key, err := EncodeKey(authority.key)
	if err != nil {
		return err
	}
	// The certificate comes last: where it is, the key is too.
	if err := Replace(keyFile, key, Readable); err != nil {
		return err
	}
	if err := Replace(certificateFile, Encode(authority.certificate.Raw), Readable); err != nil {
		return err
	}
	fmt.Fprintf(output, "made a new authority, %s\n", End(authority.certificate))
	return nil
}

// LoadAuthority reads what CreateAuthority made.
func LoadAuthority(directory string) (Authority, error) {
	certificate, err := readFile(filepath.Join(directory, authorityFile), Leaf)
	if err != nil {
		return Authority{}, err
	}
	key, err := readFile(filepath.Join(directory, authorityKeyFile), DecodeKey)
	if err != nil {
		return Authority{}, err
	}
	return Authority{certificate, key}, nil
}

func readFile[T any](file string, decode func([]byte) (T, error)) (T, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		var none T
		return none, err
	}
	decoded, err := decode(content)
	if err != nil {
		return decoded, fmt.Errorf("%s: %w", file, err)
	}
	return decoded, nil
}

func newAuthority(now time.Time) (Authority, error) {
	key, err := NewKey()
	if err != nil {
		return Authority{}, err
	}
	// Clients tell authorities apart by their names.
	name := make([]byte, 4)
	rand.Read(name)
	template := x509.Certificate{
		Subject:               pkix.Name{Organization: []string{"AppEngine"}, CommonName: "AppEngine authority " + hex.EncodeToString(name)},
		NotBefore:             now,
		NotAfter:              now.Add(authorityLife),
		BasicConstraintsValid: true,
		IsCA:                  true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	certificate, err := sign(template, key, Authority{&template, key})
	return Authority{certificate, key}, err
}

// Issue makes a certificate for hosts, with a new key: both in PEM, as HAProxy reads them.
func (a Authority) Issue(hosts []string, now time.Time) ([]byte, error) {
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	// Without a name of its own: a name there ends at 64 characters, and clients read the alternative names alone.
	certificate, err := sign(x509.Certificate{
		NotBefore:             now,
		NotAfter:              now.Add(leafLife),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:              hosts,
	}, key, a)
	if err != nil {
		return nil, err
	}
	return Bundle(key, certificate.Raw)
}

// SelfSigned is a certificate that nobody trusts, and its key, in PEM.
func SelfSigned(subject pkix.Name, hosts []string, life time.Duration, now time.Time) ([]byte, error) {
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	template := x509.Certificate{Subject: subject, NotBefore: now, NotAfter: now.Add(life), DNSNames: hosts}
	certificate, err := sign(template, key, Authority{&template, key})
	if err != nil {
		return nil, err
	}
	return Bundle(key, certificate.Raw)
}

// Bundle is a chain of certificates, and the key of the first of them, in PEM.
func Bundle(key *ecdsa.PrivateKey, chain ...[]byte) ([]byte, error) {
	encoded, err := EncodeKey(key)
	if err != nil {
		return nil, err
	}
	return append(Encode(chain...), encoded...), nil
}

// sign makes the template a certificate of a key. Without a number in it, it gets one by chance.
func sign(template x509.Certificate, key *ecdsa.PrivateKey, by Authority) (*x509.Certificate, error) {
	public, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	identifier := sha1.Sum(public)
	template.SubjectKeyId = identifier[:]
	signed, err := x509.CreateCertificate(rand.Reader, &template, by.certificate, &key.PublicKey, by.key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(signed)
}

// trusts says whether the authority, as it is now, has issued a certificate.
func (a Authority) trusts(certificate *x509.Certificate, now time.Time) bool {
	roots := x509.NewCertPool()
	roots.AddCert(a.certificate)
	_, err := certificate.Verify(x509.VerifyOptions{Roots: roots, CurrentTime: now})
	return err == nil
}
