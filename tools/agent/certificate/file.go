package certificate

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// Readable is the mode of what another user reads: only the tenant's gateway has the volume, and only the platform's containers have the authority's.
const Readable = 0o444

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
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == certificateBlock {
			return x509.ParseCertificate(block.Bytes)
		}
	}
	return nil, errNoCertificate
}

// Exists says whether there is anything in a file.
func Exists(file string) bool {
	status, err := os.Stat(file)
	return err == nil && status.Size() > 0
}

// End is a certificate's, as openssl writes it.
func End(certificate *x509.Certificate) string {
	return "notAfter=" + certificate.NotAfter.UTC().Format("Jan _2 15:04:05 2006 GMT")
}

const day = 24 * time.Hour
