package backup

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// newS3Target is a store that speaks the protocol of S3. @param place such as `s3:https://host/bucket/prefix`
func newS3Target(place, region, directory, keyFile, temporary string) (*Target, error) {
	address, err := url.Parse(strings.TrimPrefix(place, "s3:"))
	if err != nil || !strings.HasPrefix(place, "s3:http") || address.Host == "" {
		return nil, fmt.Errorf("BACKUP_TARGET=%q must be such as s3:https://host/bucket", place)
	}
	var credentials [2]string
	for index, name := range []string{"access-key", "secret-key"} {
		content, err := os.ReadFile(filepath.Join(directory, name, "value"))
		if err != nil {
			return nil, err
		}
		credentials[index] = strings.TrimSpace(string(content))
	}
	environment := []string{"AWS_ACCESS_KEY_ID=" + credentials[0], "AWS_SECRET_ACCESS_KEY=" + credentials[1], "TMPDIR=" + temporary}
	if region != "" {
		environment = append(environment, "AWS_DEFAULT_REGION="+region)
	}
	// A bucket in the host's name would be another host, which the way out does not let through.
	options := []string{"-o", "s3.bucket-lookup=path"}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{}}
	authority := filepath.Join(directory, "authority", "authority.pem")
	if content, err := os.ReadFile(authority); err == nil {
		options = append(options, "--cacert", authority)
		transport.TLSClientConfig.RootCAs = x509.NewCertPool()
		transport.TLSClientConfig.RootCAs.AppendCertsFromPEM(content)
	}
	store := store{address.Scheme + "://" + address.Host + "/", &http.Client{Transport: transport, Timeout: reachTimeout}}
	return newTarget(Restic{Place: place, KeyFile: keyFile, Options: options, Environment: environment}, temporary, store.reach)
}

type store struct {
	endpoint string
	client   *http.Client
}

func (s store) reach(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.endpoint, nil)
	if err != nil {
		return err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return Problemf(ErrTarget, "the target is not reached: %v", err)
	}
	answer.Body.Close()
	if answer.StatusCode >= http.StatusInternalServerError {
		return Problemf(ErrTarget, "the target is not reached: %s answers %s", s.endpoint, answer.Status)
	}
	return nil
}
