package backup

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// TargetDirectory has the credentials of the target, and the authority that it is trusted by.
	TargetDirectory = "/target"

	reachTimeout = 20 * time.Second
	// restic itself tries again for a quarter of an hour.
	answerTimeout = time.Minute
)

// Target is a store on another host. It has copies of the repository, encrypted once more by the same key, so that names and counts are in none of them.
type Target struct {
	Restic
	endpoint string
	client   *http.Client
}

// ReadTarget reads what was declared of it; nil where there is none. @param variable such as os.Getenv
func ReadTarget(variable func(name string) string) (*Target, error) {
	place := variable("BACKUP_TARGET")
	if place == "" {
		return nil, nil
	}
	return newTarget(place, variable("BACKUP_TARGET_REGION"), TargetDirectory, KeyFile, filepath.Join(ScratchDirectory, "tmp"))
}

// @param place such as `s3:https://host/bucket/prefix`. @param temporary where packs are put together: memory has no room for as many as are sent at once
func newTarget(place, region, directory, keyFile, temporary string) (*Target, error) {
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
	if err := os.MkdirAll(temporary, 0o700); err != nil {
		return nil, err
	}
	return &Target{
		Restic{Place: place, KeyFile: keyFile, Options: options, Environment: environment},
		address.Scheme + "://" + address.Host + "/",
		&http.Client{Transport: transport, Timeout: reachTimeout},
	}, nil
}

// Copied is a copy that was made.
type Copied struct {
	Snapshot string
	Stored   int64
}

// Copy takes over what a repository has, and removes copies beyond those that are to stay.
// @param identities of the repository: its own, and the one that it went on from. @param excluded paths
func (t Target) Copy(ctx context.Context, repository string, identities []string, keep int, excluded ...string) (Copied, error) {
	snapshots, err := t.known(ctx)
	if isNoRepository(err) {
		err = t.tool("init").Run(ctx)
	}
	if err != nil {
		return Copied{}, t.explain(err)
	}
	if isForeign(snapshots, identities) {
		return Copied{}, Problemf(ErrTarget, "the target has copies of another repository, such as of one that was lost; "+
			"`appengine backup fetch` brings that back, and another prefix begins anew")
	}
	// Whoever has the keeper's lock is alone: a lock in the target is of a run that was killed.
	if err := t.tool("unlock", "--remove-all").Run(ctx); err != nil {
		return Copied{}, t.explain(err)
	}
	arguments := []string{"--tag", identities[0]}
	for _, path := range excluded {
		arguments = append(arguments, "--exclude", path)
	}
	made, err := t.backup(ctx, append(arguments, "--", repository)...)
	if err == nil {
		err = t.tool("forget", "--group-by", "", "--keep-last", strconv.Itoa(keep), "--prune", "--max-unused", "10%").Run(ctx)
	}
	return Copied{made.Label, made.Stored}, t.explain(err)
}

// Fetch writes the last copy into an empty directory. restic compares each file with what it has of it.
func (t Target) Fetch(ctx context.Context, directory string) error {
	snapshots, err := t.known(ctx)
	if err != nil && !isNoRepository(err) {
		return t.explain(err)
	}
	if len(snapshots) == 0 || len(snapshots[len(snapshots)-1].Paths) != 1 {
		return Problemf(ErrMissing, "the target has no copy")
	}
	last := snapshots[len(snapshots)-1]
	return t.explain(t.Files(ctx, last.Id, last.Paths[0], directory))
}

// known are all copies that the target has. It is told within a minute that there is no answer.
func (t Target) known(ctx context.Context) ([]Snapshot, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, t.endpoint, nil)
	if err != nil {
		return nil, err
	}
	answer, err := t.client.Do(request)
	if err != nil {
		return nil, Problemf(ErrTarget, "the target is not reached: %v", err)
	}
	answer.Body.Close()
	if answer.StatusCode >= http.StatusInternalServerError {
		return nil, Problemf(ErrTarget, "the target is not reached: %s answers %s", t.endpoint, answer.Status)
	}
	soon, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	snapshots, err := t.Snapshots(soon)
	if soon.Err() != nil && ctx.Err() == nil {
		err = Problemf(ErrTarget, "the target does not answer within a minute: look at the bucket, and at its credentials")
	}
	return snapshots, err
}

func isForeign(snapshots []Snapshot, identities []string) bool {
	if len(snapshots) == 0 {
		return false
	}
	last := snapshots[len(snapshots)-1]
	return !slices.ContainsFunc(last.Tags, func(tag string) bool { return slices.Contains(identities, tag) })
}

// explain says of an error that it is the target's.
func (t Target) explain(err error) error {
	var known Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known) && known.Kind == ErrKey:
		return Problemf(ErrKey, "the target's copies were made with another key")
	case errors.As(err, &known) && known.Kind != ErrFailed && known.Kind != ErrFull:
		return err
	case isWithoutRoom(ScratchDirectory):
		return Problemf(ErrFull, "there is no room left for what is sent: %v", err)
	case errors.As(err, &known) && known.Kind == ErrFull || isStoreFull(err.Error()):
		return Problemf(ErrTarget, "the target has no room left: %v", err)
	}
	return Problemf(ErrTarget, "the target refuses: %v", err)
}

// isStoreFull knows the words of usual stores.
func isStoreFull(words string) bool {
	return slices.ContainsFunc([]string{"QuotaExceeded", "QuotaExceed", "StorageFull", "InsufficientStorage", "507 "}, func(said string) bool {
		return strings.Contains(words, said)
	})
}
