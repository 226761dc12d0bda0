package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

const (
	// A client that pushes does not pause for that long between two requests.
	quietTime       = 5 * time.Second
	quietPatience   = 2 * time.Minute
	collectPatience = time.Hour
	longestRequest  = 16 << 20
)

// Busy is the end of a command that has to be given again later.
const Busy = 14

// Request is what a collection is to keep.
type Request struct {
	// Images by repository and digest, such as `acme/shop@sha256:…`.
	Keep []string `json:"keep"`
	// So many of each repository stay, the youngest: somebody else may just have pushed them.
	Youngest int `json:"youngest"`
	// Says what it would remove, and removes nothing.
	DryRun bool `json:"dryRun"`
}

// Removed is an image that a collection has removed, or would.
type Removed struct {
	Repository string `json:"repository"`
	Manifest
}

// Outcome is what a collection did.
type Outcome struct {
	Removed []Removed `json:"removed"`
	// On the disk, before and after it.
	Before int64 `json:"before"`
	After  int64 `json:"after"`
}

// collector removes images that are not to be kept, and then their layers, while nobody writes.
type collector struct {
	gate    *gate
	store   store
	backend http.RoundTripper
	quiet   time.Duration
	sweep   func() error
}

// ServeHTTP takes a request on the socket of those who are in the container.
func (c collector) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	var wanted Request
	if err := json.NewDecoder(io.LimitReader(request.Body, longestRequest)).Decode(&wanted); err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	// One that is begun is brought to its end, whoever has asked for it.
	outcome, err := c.collect(context.WithoutCancel(request.Context()), wanted)
	switch {
	case errors.Is(err, errBusy):
		http.Error(response, err.Error(), http.StatusConflict)
	case err != nil:
		http.Error(response, err.Error(), http.StatusInternalServerError)
	default:
		_ = json.NewEncoder(response).Encode(outcome)
	}
}

func (c collector) collect(ctx context.Context, wanted Request) (Outcome, error) {
	if !wanted.DryRun {
		open, err := c.gate.shut(ctx, c.quiet, quietPatience)
		if err != nil {
			return Outcome{}, err
		}
		defer open()
	}
	listing, err := c.store.list()
	if err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{Removed: unneeded(listing, wanted), Before: listing.Bytes, After: listing.Bytes}
	if wanted.DryRun {
		return outcome, nil
	}
	for _, removed := range outcome.Removed {
		if err := c.remove(ctx, removed.Repository, removed.Digest); err != nil {
			return Outcome{}, err
		}
	}
	// Also where no image is removed: a push that was broken off leaves layers.
	if len(listing.Repositories) > 0 {
		if err := c.sweep(); err != nil {
			return Outcome{}, err
		}
	}
	outcome.After, err = c.store.bytes()
	return outcome, err
}

// remove lets the registry forget an image, and all tags that name it.
func (c collector) remove(ctx context.Context, repository, digest string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodDelete, fmt.Sprintf("http://registry/v2/%s/manifests/%s", repository, digest), nil)
	if err != nil {
		return err
	}
	response, err := c.backend.RoundTrip(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusAccepted && response.StatusCode != http.StatusNotFound {
		return fmt.Errorf("%s@%s cannot be removed: the registry answered %s", repository, digest, response.Status)
	}
	return nil
}

// unneeded are the images that are not to be kept, and are no part of one that is.
func unneeded(listing Listing, wanted Request) []Removed {
	removed := []Removed{}
	for _, repository := range listing.Repositories {
		kept := map[string]bool{}
		parts := map[string]bool{}
		for _, manifest := range repository.Manifests {
			for _, part := range manifest.parts {
				parts[part] = true
			}
		}
		young := 0
		for _, manifest := range repository.Manifests {
			isYoung := !parts[manifest.Digest] && young < wanted.Youngest
			if isYoung {
				young++
			}
			if isYoung || slices.Contains(wanted.Keep, repository.Name+"@"+manifest.Digest) {
				keep(repository, manifest, kept)
			}
		}
		for _, manifest := range repository.Manifests {
			if !kept[manifest.Digest] {
				removed = append(removed, Removed{repository.Name, manifest})
			}
		}
	}
	return removed
}

func keep(repository Repository, manifest Manifest, kept map[string]bool) {
	if kept[manifest.Digest] {
		return
	}
	kept[manifest.Digest] = true
	for _, other := range repository.Manifests {
		if slices.Contains(manifest.parts, other.Digest) {
			keep(repository, other, kept)
		}
	}
}

// BusyError is one after which the same can be tried again.
type BusyError struct{ error }

// Collect asks the registry of this container to remove what is not to be kept, and prints what it did.
func Collect(input io.Reader, output io.Writer) error {
	request, err := io.ReadAll(io.LimitReader(input, longestRequest))
	if err != nil {
		return err
	}
	client := http.Client{Transport: overSocket(controlSocket), Timeout: collectPatience}
	response, err := client.Post("http://control/", "application/json", bytes.NewReader(request))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK {
		_, err = io.Copy(output, response.Body)
		return err
	}
	said, err := io.ReadAll(io.LimitReader(response.Body, longestRequest))
	if err != nil {
		return err
	}
	if response.StatusCode == http.StatusConflict {
		return BusyError{errors.New(lastLine(said))}
	}
	return errors.New(lastLine(said))
}

func lastLine(said []byte) string {
	lines := bytes.Split(bytes.TrimSpace(said), []byte("\n"))
	return string(lines[len(lines)-1])
}
