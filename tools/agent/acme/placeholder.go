package acme

import (
	"crypto/x509/pkix"
	"os"
	"path/filepath"
	"time"

	"agent/certificate"
)

const placeholderLife = 7 * 24 * time.Hour

// writePlaceholder writes what a gateway can start with before there is a certificate: a copy of the last one that was issued for other hosts of the tenant,
// else one that no client trusts.
func writePlaceholder(file string, hosts []string, now time.Time) error {
	bundle := newestBundle(filepath.Dir(file))
	if bundle == nil {
		subject := pkix.Name{Organization: []string{"AppEngine"}, CommonName: "stands in until a certificate is issued"}
		var err error
		if bundle, err = certificate.SelfSigned(subject, hosts, placeholderLife, now); err != nil {
			return err
		}
	}
	return certificate.Replace(file, certificate.AsPlaceholder(bundle), certificate.Readable)
}

// newestBundle is the content of the newest file with a certificate that is no placeholder.
func newestBundle(directory string) []byte {
	var newest []byte
	var written time.Time
	// Not what an interrupted run has left half-written.
	files, _ := filepath.Glob(filepath.Join(directory, "[^.]*.pem"))
	for _, file := range files {
		status, err := os.Stat(file)
		if err != nil || !status.ModTime().After(written) {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil || certificate.IsPlaceholder(content) {
			continue
		}
		if _, err := certificate.Leaf(content); err == nil {
			newest, written = content, status.ModTime()
		}
	}
	return newest
}
