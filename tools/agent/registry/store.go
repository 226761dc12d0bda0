package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Of the registry's data, as its configuration says.
const volume = "/data"

// A file with a digest in it is small.
const longestLink = 200

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// Manifest is an image that the registry has.
type Manifest struct {
	Digest string    `json:"digest"`
	Tags   []string  `json:"tags"`
	Pushed time.Time `json:"pushed"`
	// Of its layers, its configuration and itself; several images may share layers.
	Bytes int64 `json:"bytes"`
	// Images of other machines that it stands for.
	parts []string
}

// Repository has images of one name.
type Repository struct {
	Name      string     `json:"name"`
	Manifests []Manifest `json:"manifests"`
}

// Listing is all that the registry has.
type Listing struct {
	// On the disk, with what no image needs any more.
	Bytes        int64        `json:"bytes"`
	Repositories []Repository `json:"repositories"`
}

// store is the directory of a registry, which tells more than its API: when an image was pushed, and those that have no tag.
type store struct{ directory string }

func (s store) path(parts ...string) string {
	return filepath.Join(append([]string{s.directory, "docker", "registry", "v2"}, parts...)...)
}

// PrintListing prints all that the registry has, as JSON.
func PrintListing(output io.Writer) error {
	listing, err := store{volume}.list()
	if err != nil {
		return err
	}
	return json.NewEncoder(output).Encode(listing)
}

func (s store) list() (Listing, error) {
	bytes, err := s.bytes()
	if err != nil {
		return Listing{}, err
	}
	names, err := s.repositories()
	if err != nil {
		return Listing{}, err
	}
	listing := Listing{Bytes: bytes, Repositories: []Repository{}}
	for _, name := range names {
		manifests, err := s.manifests(name)
		if err != nil {
			return Listing{}, err
		}
		// The registry keeps the directory of a repository that is empty.
		if len(manifests) > 0 {
			listing.Repositories = append(listing.Repositories, Repository{name, manifests})
		}
	}
	return listing, nil
}

// bytes is what all of its blobs and uploads take.
func (s store) bytes() (int64, error) {
	total := int64(0)
	err := filepath.WalkDir(s.path(), func(_ string, entry fs.DirEntry, err error) error {
		// Files of uploads come and go.
		if errors.Is(err, os.ErrNotExist) || err == nil && entry.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		if status, err := entry.Info(); err == nil {
			total += status.Size()
		}
		return nil
	})
	return total, err
}

// repositories are their names, in order. A name can have several parts.
func (s store) repositories() ([]string, error) {
	root, names := s.path("repositories"), []string{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		if err != nil || !entry.IsDir() || !strings.HasPrefix(entry.Name(), "_") {
			return err
		}
		if entry.Name() == "_manifests" {
			name, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				return err
			}
			names = append(names, filepath.ToSlash(name))
		}
		return filepath.SkipDir
	})
	slices.Sort(names)
	return names, err
}

// manifests are those of a repository, the youngest first.
func (s store) manifests(repository string) ([]Manifest, error) {
	tags, err := s.tags(repository)
	if err != nil {
		return nil, err
	}
	links, err := filepath.Glob(s.path("repositories", repository, "_manifests", "revisions", "sha256", "*", "link"))
	if err != nil {
		return nil, err
	}
	manifests := []Manifest{}
	for _, link := range links {
		status, err := os.Stat(link)
		if err != nil {
			return nil, err
		}
		digest, err := readLink(link)
		if err != nil {
			return nil, err
		}
		manifest, err := s.manifest(digest)
		if err != nil {
			return nil, err
		}
		manifest.Pushed, manifest.Tags = status.ModTime().UTC().Truncate(time.Second), tags[digest]
		if manifest.Tags == nil {
			manifest.Tags = []string{}
		}
		manifests = append(manifests, manifest)
	}
	slices.SortFunc(manifests, func(a, b Manifest) int {
		if order := b.Pushed.Compare(a.Pushed); order != 0 {
			return order
		}
		return strings.Compare(a.Digest, b.Digest)
	})
	return manifests, nil
}

// content is what a manifest names, in the forms of Docker and of the Open Container Initiative.
type content struct {
	Config    descriptor   `json:"config"`
	Layers    []descriptor `json:"layers"`
	Manifests []descriptor `json:"manifests"`
}

type descriptor struct {
	Digest string `json:"digest"`
	Size   int64  `json:"size"`
}

func (s store) manifest(digest string) (Manifest, error) {
	hash := strings.TrimPrefix(digest, "sha256:")
	text, err := os.ReadFile(s.path("blobs", "sha256", hash[:2], hash, "data"))
	if err != nil {
		return Manifest{}, err
	}
	var named content
	if err := json.Unmarshal(text, &named); err != nil {
		return Manifest{}, fmt.Errorf("manifest %s: %w", digest, err)
	}
	manifest := Manifest{Digest: digest, Bytes: int64(len(text)) + named.Config.Size}
	for _, layer := range named.Layers {
		manifest.Bytes += layer.Size
	}
	for _, part := range named.Manifests {
		manifest.parts = append(manifest.parts, part.Digest)
	}
	return manifest, nil
}

// tags are those of a repository, by the digests of the manifests that they name.
func (s store) tags(repository string) (map[string][]string, error) {
	links, err := filepath.Glob(s.path("repositories", repository, "_manifests", "tags", "*", "current", "link"))
	if err != nil {
		return nil, err
	}
	tags := map[string][]string{}
	for _, link := range links {
		digest, err := readLink(link)
		if err != nil {
			return nil, err
		}
		tags[digest] = append(tags[digest], filepath.Base(filepath.Dir(filepath.Dir(link))))
	}
	return tags, nil
}

func readLink(file string) (string, error) {
	status, err := os.Stat(file)
	if err != nil {
		return "", err
	}
	if status.Size() > longestLink {
		return "", fmt.Errorf("%s has no digest", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	digest := strings.TrimSpace(string(text))
	if !digestForm.MatchString(digest) {
		return "", fmt.Errorf("%s has no digest", file)
	}
	return digest, nil
}
