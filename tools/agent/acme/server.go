package acme

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"agent/certificate"
	"golang.org/x/crypto/acme"
)

const (
	challengeType = "http-01"
	// Of one attempt: servers try a challenge several times.
	attemptTimeout = 12 * time.Minute
	// A nonce that has become too old is no failure.
	mostNonces = 5
)

// Server is an ACME server, and who asks it.
type Server struct {
	// URL of its directory.
	Directory string
	// Where it tells of certificates that run out.
	Email string
	// Certificates in PEM that alone it is trusted by, in place of the public ones, if there is such a file.
	AuthorityFile string
}

func (s Server) String() string { return s.Directory }

// Issue registers the account at each attempt, which a server that knows it takes as a question: nothing but its key has to be kept. The certificate has a
// new key.
func (s Server) Issue(ctx context.Context, account *ecdsa.PrivateKey, hosts []string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	transport, err := s.transport()
	if err != nil {
		return nil, err
	}
	defer transport.CloseIdleConnections()
	client := &acme.Client{
		Key: account, DirectoryURL: s.Directory, HTTPClient: newHTTPClient(transport), RetryBackoff: retryNonces, UserAgent: "appengine",
	}
	_, err = client.Register(ctx, &acme.Account{Contact: []string{"mailto:" + s.Email}}, acme.AcceptTOS)
	if err != nil && !errors.Is(err, acme.ErrAccountAlreadyExists) {
		return nil, err
	}
	order, err := client.AuthorizeOrder(ctx, acme.DomainIDs(hosts...))
	if err != nil {
		return nil, err
	}
	for _, url := range order.AuthzURLs {
		if err := authorize(ctx, client, url); err != nil {
			return nil, err
		}
	}
	if _, err = client.WaitOrder(ctx, order.URI); err != nil {
		return nil, err
	}
	return finalize(ctx, client, order, hosts)
}

// authorize proves that a host is ours, unless the server remembers that.
func authorize(ctx context.Context, client *acme.Client, url string) error {
	authorization, err := client.GetAuthorization(ctx, url)
	if err != nil {
		return err
	}
	if authorization.Status == acme.StatusValid {
		return nil
	}
	for _, challenge := range authorization.Challenges {
		if challenge.Type != challengeType {
			continue
		}
		if _, err := client.Accept(ctx, challenge); err != nil {
			return err
		}
		_, err := client.WaitAuthorization(ctx, url)
		return err
	}
	return fmt.Errorf("the server has no challenge of the kind %s for %s", challengeType, authorization.Identifier.Value)
}

func finalize(ctx context.Context, client *acme.Client, order *acme.Order, hosts []string) ([]byte, error) {
	key, err := certificate.NewKey()
	if err != nil {
		return nil, err
	}
	// Without a name of its own: a name there ends at 64 characters, and clients read the alternative names alone.
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{DNSNames: hosts}, key)
	if err != nil {
		return nil, err
	}
	chain, _, err := client.CreateOrderCert(ctx, order.FinalizeURL, request, true)
	// The answer of some servers does not say again where the order is, and the client asks nowhere.
	var nowhere *url.Error
	if errors.As(err, &nowhere) && nowhere.URL == "" {
		chain, err = fetch(ctx, client, order.URI)
	}
	if err != nil {
		return nil, err
	}
	// Only certificates, and only for this key: what a server sends is read by the gateway.
	for index, der := range chain {
		parsed, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("certificate %d of the server: %w", index+1, err)
		}
		if index == 0 && !key.PublicKey.Equal(parsed.PublicKey) {
			return nil, errors.New("the server's certificate is for another key")
		}
	}
	return certificate.Bundle(key, chain...)
}

// fetch gets the certificate of an order that the server is about to finish.
func fetch(ctx context.Context, client *acme.Client, orderURL string) ([][]byte, error) {
	order, err := client.WaitOrder(ctx, orderURL)
	if err != nil {
		return nil, err
	}
	return client.FetchCert(ctx, order.CertURL, true)
}

// retryNonces lets the keeper decide when to ask again after everything else.
func retryNonces(attempt int, _ *http.Request, response *http.Response) time.Duration {
	if response.StatusCode != http.StatusBadRequest || attempt > mostNonces {
		return 0
	}
	return 100 * time.Millisecond
}
