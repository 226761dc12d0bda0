package certificate

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	rootLife = 3650 * day
	// Of the next root made a third before the end of the one that signs, half of what is left.
	longestOverlap = rootLife / 6
	// Of installations from before there were intermediates; every container of the platform could read it.
	formerKeyFile = "ca.key"
)

// rotation is what an operator may ask for before its time.
type rotation int

const (
	inTime rotation = iota
	begun
	completed
)

// ErrNoNextRoot is the answer to a rotation that is to be completed before it has begun.
var ErrNoNextRoot = errors.New("there is no next authority; begin with `appengine authority rotate`")

// KeepRoot makes the root of an installation, and the next one when a third of its life is left. Until half of what was left then is over, clients are to
// trust both; then the next one signs. `ca.pem` has all that are to be trusted, with the one that signs first.
func KeepRoot(directory string, now time.Time, output io.Writer) error {
	return renewRoot(directory, now, inTime, output)
}

// BeginRotation makes the next root now, with the same overlap.
func BeginRotation(directory string, now time.Time, output io.Writer) error {
	return renewRoot(directory, now, begun, output)
}

// CompleteRotation lets the next root sign now, for clients that trust it already.
func CompleteRotation(directory string, now time.Time, output io.Writer) error {
	return renewRoot(directory, now, completed, output)
}

func renewRoot(directory string, now time.Time, wanted rotation, output io.Writer) error {
	present, _ := readFile(filepath.Join(directory, authorityFile), Chain)
	// One of old may not sign for intermediates.
	roots := slices.DeleteFunc(slices.Clone(present), func(root *x509.Certificate) bool { return hasEnded(root, now) || root.MaxPathLenZero })
	signing, next := ownRoots(directory, roots)
	said := "the authority is there already"
	switch {
	case wanted == completed && (signing == nil || next == nil):
		return ErrNoNextRoot
	case signing == nil || (next == nil && (wanted == begun || isDue(signing, now))):
		made, err := newRoot(now)
		if err != nil {
			return err
		}
		if err := saveKey(directory, made.key); err != nil {
			return err
		}
		roots = append(roots, made.certificate)
		if signing == nil {
			signing, said = made.certificate, "made a new authority"
		} else {
			next, said = made.certificate, "made the next authority, which clients have to trust as well; this one signs until "+dayOf(signsFrom(signing, made.certificate))
		}
	case next != nil && (wanted == completed || !now.Before(signsFrom(signing, next))):
		signing, next, said = next, nil, "the next authority signs from now on"
	}
	roots = append([]*x509.Certificate{signing}, slices.DeleteFunc(roots, signing.Equal)...)
	if !slices.EqualFunc(roots, present, (*x509.Certificate).Equal) {
		// It comes last: where it is, the key is too.
		if err := Replace(filepath.Join(directory, authorityFile), encodeAll(roots), Readable); err != nil {
			return err
		}
	}
	removeKeys(directory, now, 0, identifiers(signing, next)...)
	_ = os.Remove(filepath.Join(directory, formerKeyFile))
	fmt.Fprintf(output, "%s, %s\n", said, End(signing))
	return nil
}

// signsFrom is when the next root signs instead of the one before it.
func signsFrom(signing, next *x509.Certificate) time.Time {
	return next.NotBefore.Add(min(longestOverlap, signing.NotAfter.Sub(next.NotBefore)/2))
}

// ownRoots are the one that signs, and a younger one that is to follow it: the others have lost their keys.
func ownRoots(directory string, roots []*x509.Certificate) (signing, next *x509.Certificate) {
	for _, root := range roots {
		switch {
		case !Exists(keyFile(directory, root.SubjectKeyId)):
		case signing == nil:
			signing = root
		case root.NotBefore.After(signing.NotBefore):
			next = root
		}
	}
	return signing, next
}

func newRoot(now time.Time) (Authority, error) {
	key, err := NewKey()
	if err != nil {
		return Authority{}, err
	}
	// Clients tell authorities apart by their names.
	name := make([]byte, 4)
	rand.Read(name)
	template := x509.Certificate{
		Subject:               pkix.Name{Organization: []string{organization}, CommonName: "AppEngine authority " + hex.EncodeToString(name)},
		NotBefore:             now,
		NotAfter:              now.Add(rootLife),
		BasicConstraintsValid: true,
		IsCA:                  true,
		// Intermediates, and what they sign.
		MaxPathLen: 1,
		KeyUsage:   x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	certificate, err := sign(template, &key.PublicKey, Authority{&template, key})
	return Authority{certificate, key}, err
}

func encodeAll(certificates []*x509.Certificate) []byte {
	raw := make([][]byte, len(certificates))
	for index, certificate := range certificates {
		raw[index] = certificate.Raw
	}
	return Encode(raw...)
}

func identifiers(certificates ...*x509.Certificate) [][]byte {
	found := [][]byte{}
	for _, certificate := range certificates {
		if certificate != nil {
			found = append(found, certificate.SubjectKeyId)
		}
	}
	return found
}
