package binding

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"agent/certificate"
	"agent/process"
)

const (
	bundleName = "server"
	// Servers refuse a key that others may read.
	private   = 0o600
	lookEvery = 6 * time.Hour
)

// Authority is a service's own: its key stays in the volume of its data, and what it has issued is for this service alone.
type Authority struct {
	// Directory of the authority and of the certificate.
	Directory string
	// Public is where those who bind find its certificate.
	Public string
	Host   string
	Output io.Writer
}

// Keep makes the authority where there is none, and issues the certificate anew when a third of its life is left.
func (a Authority) Keep(now time.Time) error {
	if err := os.MkdirAll(a.Directory, 0o700); err != nil {
		return err
	}
	if err := certificate.KeepRoot(a.Directory, now, a.Output); err != nil {
		return err
	}
	if err := a.issue(now); err != nil {
		return err
	}
	content, err := os.ReadFile(filepath.Join(a.Directory, "ca.pem"))
	if err != nil {
		return err
	}
	return certificate.Replace(a.Public, content, certificate.Readable)
}

func (a Authority) issue(now time.Time) error {
	authority, err := certificate.Load(a.Directory)
	if err != nil || certificate.Holds(a.Bundle(), authority, now) {
		return err
	}
	bundle, err := authority.Issue([]string{a.Host}, now)
	if err != nil {
		return err
	}
	return certificate.Replace(a.Bundle(), bundle, private)
}

// Bundle is the file with the certificate and its key.
func (a Authority) Bundle() string {
	return filepath.Join(a.Directory, bundleName+".pem")
}

// Renew looks again every few hours, and calls reload after a new certificate.
func (a Authority) Renew(ctx context.Context, reload func() error) {
	for process.Sleep(ctx, lookEvery) {
		before, _ := os.ReadFile(a.Bundle())
		if err := a.Keep(time.Now()); err != nil {
			fmt.Fprintf(a.Output, "the certificate cannot be renewed: %v\n", err)
			continue
		}
		if after, _ := os.ReadFile(a.Bundle()); string(after) == string(before) {
			continue
		}
		if err := reload(); err != nil {
			fmt.Fprintf(a.Output, "the new certificate is not taken: %v\n", err)
		}
	}
}
