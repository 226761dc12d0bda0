package acme

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
)

const (
	connectTimeout = 10 * time.Second
	requestTimeout = time.Minute
	// Of an answer: this container has little memory.
	mostBytes = 1 << 20
)

func (s Server) transport() (*http.Transport, error) {
	authorities, err := s.authorities()
	if err != nil {
		return nil, err
	}
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSClientConfig:     &tls.Config{RootCAs: authorities},
		TLSHandshakeTimeout: connectTimeout,
		ForceAttemptHTTP2:   true,
	}, nil
}

// authorities are nil for the public ones.
func (s Server) authorities() (*x509.CertPool, error) {
	content, err := os.ReadFile(s.AuthorityFile)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(content) {
		return nil, fmt.Errorf("%s has no certificate in PEM", s.AuthorityFile)
	}
	return authorities, nil
}

func newHTTPClient(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     bounded{transport},
		Timeout:       requestTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// bounded goes by TLS alone, wherever the server leads, and reads only so much of an answer.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme != "https" {
		return nil, fmt.Errorf("%s is not an https:// URL", request.URL.Redacted())
	}
	response, err := b.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	response.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(response.Body, mostBytes), response.Body}
	return response, nil
}
