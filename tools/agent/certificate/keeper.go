package certificate

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"agent/process"
)

// While the root has not signed its request yet, it looks more often.
const unsignedPoll = time.Second

// Keeper keeps one certificate for some hosts of a tenant by an intermediate whose key it alone has, in Directory/Name.pem: certificate, intermediate, then
// key, as HAProxy reads them.
type Keeper struct {
	// Directory of the intermediate.
	Authority string
	Directory string
	Name      string
	Hosts     []string
	Poll      time.Duration
	Output    io.Writer
}

// Run issues the certificate when there is none, when a third of its life is left, and when another root signs, until it is asked to end. When a third of
// the intermediate's life is left, it asks for another one.
func (k Keeper) Run(ctx context.Context) error {
	for isTold := false; ; {
		isSigned, err := k.keep(time.Now())
		if err != nil {
			return err
		}
		if !isSigned && !isTold {
			fmt.Fprintln(k.Output, "waits for the authority to sign an intermediate: `npx appengine up` lets it")
		}
		isTold = !isSigned
		pause := k.Poll
		if !isSigned {
			pause = min(k.Poll, unsignedPoll)
		}
		if !process.Sleep(ctx, pause) {
			return nil
		}
	}
}

// keep says whether there is an intermediate for the hosts.
func (k Keeper) keep(now time.Time) (bool, error) {
	authority, err := Load(k.Authority)
	isSigned := err == nil && authority.permits(k.Hosts) && !hasEnded(authority.certificate, now)
	if err := k.request(authority, isSigned, now); err != nil || !isSigned {
		return isSigned, err
	}
	file := filepath.Join(k.Directory, k.Name+".pem")
	if Holds(file, authority, now) {
		return true, nil
	}
	bundle, err := authority.Issue(k.Hosts, now)
	if err != nil {
		return true, err
	}
	issued, err := Leaf(bundle)
	if err != nil {
		return true, err
	}
	if err := Replace(file, bundle, Readable); err != nil {
		return true, err
	}
	fmt.Fprintf(k.Output, "issued a certificate for %s, %s\n", strings.Join(k.Hosts, " "), End(issued))
	return true, nil
}

// request asks the root for another intermediate where that is due, and forgets the keys of former ones.
func (k Keeper) request(authority Authority, isSigned bool, now time.Time) error {
	if isSigned && !isDue(authority.certificate, now) {
		return nil
	}
	var current *ecdsa.PublicKey
	kept := [][]byte{}
	if authority.key != nil {
		current = &authority.key.PublicKey
		kept = append(kept, authority.certificate.SubjectKeyId)
	}
	requested, err := makeRequest(k.Authority, current)
	if err != nil {
		return err
	}
	// A young one may be about to be used by a container of another generation.
	removeKeys(k.Authority, now, day, append(kept, requested)...)
	return nil
}

// Holds says whether a file has a certificate by the authority, as it is now, that is not to be renewed yet.
func Holds(file string, authority Authority, now time.Time) bool {
	content, err := os.ReadFile(file)
	if err != nil {
		return false
	}
	chain, err := Chain(content)
	// Another intermediate by the same root changes nothing for it: a server that is about to be replaced is not to be disturbed.
	return err == nil && len(chain) == 2 && bytes.Equal(chain[1].AuthorityKeyId, authority.certificate.AuthorityKeyId) && !isDue(chain[0], now)
}
