package binding

import (
	"crypto/tls"
	"crypto/x509"
	"os"
)

// Trust is what a client needs to be sure of a service: the service's own authority, and nothing else.
func Trust(host string) (*tls.Config, error) {
	authority, err := os.ReadFile(AuthorityFile)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	return &tls.Config{RootCAs: roots, ServerName: host, MinVersion: tls.VersionTLS12}, nil
}
