package certificate

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"agent/process"
)

const (
	// It is issued anew when so much of it is left.
	renewBefore = 30 * day
	lookEvery   = time.Hour
)

// Keeper keeps one certificate by the authority for all hosts of a tenant, in Directory/Name.pem: certificate, then key, as HAProxy reads them.
type Keeper struct {
	// Directory of the authority.
	Authority string
	Directory string
	Name      string
	Hosts     []string
	// Mode of the file. Without one, all who have the volume may read it.
	Mode   os.FileMode
	Output io.Writer
}

// Run issues the certificate when there is none, when it ends soon, and when the authority is another one, until it is asked to end.
func (k Keeper) Run(ctx context.Context) error {
	for {
		if err := k.Keep(time.Now()); err != nil {
			return err
		}
		if !process.Sleep(ctx, lookEvery) {
			return nil
		}
	}
}

// Keep issues the certificate where it is time for it.
func (k Keeper) Keep(now time.Time) error {
	authority, err := LoadAuthority(k.Authority)
	if err != nil {
		return err
	}
	file := filepath.Join(k.Directory, k.Name+".pem")
	if holds(file, authority, now) {
		return nil
	}
	bundle, err := authority.Issue(k.Hosts, now)
	if err != nil {
		return err
	}
	issued, err := Leaf(bundle)
	if err != nil {
		return err
	}
	if err := Replace(file, bundle, k.mode()); err != nil {
		return err
	}
	fmt.Fprintf(k.Output, "issued a certificate for %s, %s\n", strings.Join(k.Hosts, " "), End(issued))
	return nil
}

func (k Keeper) mode() os.FileMode {
	if k.Mode == 0 {
		return Readable
	}
	return k.Mode
}

func holds(file string, authority Authority, now time.Time) bool {
	content, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	certificate, err := Leaf(content)
	return err == nil && certificate.NotAfter.Sub(now) > renewBefore && authority.trusts(certificate, now)
}
