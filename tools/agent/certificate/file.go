package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
)

const (
	// Readable is the mode of what another user reads: certificates, and what is in a volume that only the tenant's gateway has.
	Readable = 0o444
	// Private is the mode of the keys of authorities.
	Private = 0o400
)

const certificateBlock = "CERTIFICATE"

var errNoCertificate = errors.New("there is no certificate in it")

// Replace puts content into a file as a whole: nobody ever reads half of it. Until then it is hidden, because a gateway looks at what is there.
func Replace(file string, content []byte, mode os.FileMode) error {
	next := filepath.Join(filepath.Dir(file), "."+filepath.Base(file))
	// What an interrupted run has left may be read-only.
	if err := os.Remove(next); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	written, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = written.Write(content)
	err = errors.Join(err, written.Chmod(mode), written.Sync(), written.Close())
	if err != nil {
		return err
	}
	return os.Rename(next, file)
}

// Encode is certificates in PEM, in their order.
func Encode(chain ...[]byte) []byte {
	encoded := bytes.Buffer{}
	for _, certificate := range chain {
		encoded.Write(pem.EncodeToMemory(&pem.Block{Type: certificateBlock, Bytes: certificate}))
	}
	return encoded.Bytes()
}

// Leaf is the first certificate of a file in PEM.
func Leaf(content []byte) (*x509.Certificate, error) {
	chain, err := Chain(content)
	if err != nil {
		return nil, err
	}
	return chain[0], nil
}

// Chain is all certificates of a file in PEM, of which there is at least one.
func Chain(content []byte) ([]*x509.Certificate, error) {
	chain := []*x509.Certificate{}
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != certificateBlock {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		chain = append(chain, certificate)
	}
	if len(chain) == 0 {
		return nil, errNoCertificate
	}
	return chain, nil
}

// Exists says whether there is anything in a file.
func Exists(file string) bool {
	status, err := os.Stat(file)
	return err == nil && status.Size() > 0
}
