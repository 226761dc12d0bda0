package certificate

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"time"
)

const leafLife = 90 * day

// Authority issues certificates: the root of an installation, or the intermediate of one tenant.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// permits says whether the authority's own certificate lets it issue one for all of the hosts, as clients judge.
func (a Authority) permits(hosts []string) bool {
	permitted := permittedBy(a.certificate)
	return !slices.ContainsFunc(canonical(hosts), func(host string) bool { return !slices.Contains(permitted, host) })
}

// Issue makes a certificate for hosts, with a new key: in PEM the certificate, the authority's own, which leads to the root that clients know, and the key, as
// HAProxy reads them. It never outlives the authority.
func (a Authority) Issue(hosts []string, now time.Time) ([]byte, error) {
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	names, addresses := subjects(hosts)
	// Without a name of its own: a name there ends at 64 characters, and clients read the alternative names alone.
	certificate, err := sign(x509.Certificate{
		NotBefore:             now,
		NotAfter:              earlier(now.Add(leafLife), a.certificate.NotAfter),
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		DNSNames:              names,
		IPAddresses:           addresses,
	}, &key.PublicKey, a)
	if err != nil {
		return nil, err
	}
	return Bundle(key, certificate.Raw, a.certificate.Raw)
}

// SelfSigned is a certificate that nobody trusts, and its key, in PEM.
func SelfSigned(subject pkix.Name, hosts []string, life time.Duration, now time.Time) ([]byte, error) {
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	template := x509.Certificate{Subject: subject, NotBefore: now, NotAfter: now.Add(life), DNSNames: hosts}
	certificate, err := sign(template, &key.PublicKey, Authority{&template, key})
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
func sign(template x509.Certificate, key *ecdsa.PublicKey, by Authority) (*x509.Certificate, error) {
	identifier, err := identifierOf(key)
	if err != nil {
		return nil, err
	}
	template.SubjectKeyId = identifier
	signed, err := x509.CreateCertificate(rand.Reader, &template, by.certificate, key, by.key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(signed)
}
