// Package acme keeps a certificate of an ACME server. The gateway answers the server's challenges by itself: it is told the account's thumbprint.
package acme

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"agent/certificate"
	"agent/process"
)

// Issuer gets a certificate for hosts: a chain and a new key in PEM.
type Issuer interface {
	Issue(ctx context.Context, account *ecdsa.PrivateKey, hosts []string) ([]byte, error)
	fmt.Stringer
}

// Keeper keeps one certificate for all hosts of a tenant in Directory/Name.pem: certificates, then key, as HAProxy reads them.
type Keeper struct {
	Directory string
	Name      string
	Hosts     []string
	Server    Issuer
	// How long to wait after an attempt: longer after several failures.
	Poll   time.Duration
	Output io.Writer
}

// It is looked at least so often whether the certificate is due.
const lookEvery = time.Hour

// Run renews the certificate when a third of its life is left, until it is asked to end. Until there is one, a placeholder is in its place.
func (k Keeper) Run(ctx context.Context) error {
	account, err := loadAccount(k.Directory)
	if err != nil {
		return err
	}
	file := filepath.Join(k.Directory, k.Name+".pem")
	// Last: the gateway starts as soon as it is there.
	if !certificate.Exists(file) {
		if err := writePlaceholder(file, k.Hosts, time.Now()); err != nil {
			return err
		}
	}
	for failures := 0; ; {
		pause := min(renewalDelay(file, time.Now()), lookEvery)
		if pause == 0 {
			issued, err := k.renew(ctx, file, account)
			if ctx.Err() != nil {
				return nil
			}
			if err == nil {
				failures, pause = 0, k.Poll
				fmt.Fprintf(k.Output, "%s issued a certificate for %s, %s\n", k.Server, strings.Join(k.Hosts, " "), issued)
			} else {
				failures++
				pause = backoff(failures, k.Poll, err, time.Now())
				fmt.Fprintf(k.Output, "no certificate for %s from %s, attempt %d; the next one is in %d s, or when this container is restarted\n%s",
					strings.Join(k.Hosts, " "), k.Server, failures, int(pause.Seconds()), summarizeError(err))
			}
		}
		if !process.Sleep(ctx, pause) {
			return nil
		}
	}
}

// renew answers with the end of the new certificate.
func (k Keeper) renew(ctx context.Context, file string, account *ecdsa.PrivateKey) (string, error) {
	bundle, err := k.Server.Issue(ctx, account, k.Hosts)
	if err != nil {
		return "", err
	}
	leaf, err := certificate.Leaf(bundle)
	if err != nil {
		return "", err
	}
	return certificate.End(leaf), certificate.Replace(file, bundle, certificate.Readable)
}

// renewalDelay is how long it is until a third of a certificate's life is left: nothing for a placeholder, and for what cannot be read.
func renewalDelay(file string, now time.Time) time.Duration {
	content, err := os.ReadFile(file)
	if err != nil || certificate.IsPlaceholder(content) {
		return 0
	}
	leaf, err := certificate.Leaf(content)
	if err != nil {
		return 0
	}
	life := leaf.NotAfter.Sub(leaf.NotBefore)
	return max(leaf.NotAfter.Add(-life/3).Sub(now), 0)
}
