package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	intermediateLife = 1095 * day
	organization     = "AppEngine"
)

// everyAddress is for intermediates of names alone: they sign for none.
var everyAddress = []*net.IPNet{
	{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)},
	{IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)},
}

// SignIntermediate lets the root of one directory sign the request in another one, for these hosts and no others. Who wrote the request decides its key alone.
func SignIntermediate(rootDirectory, directory string, hosts []string, now time.Time, output io.Writer) error {
	root, err := Load(rootDirectory)
	if err != nil {
		return err
	}
	if hasEnded(root.certificate, now) {
		return errors.New("the authority has ended; `npx appengine up` makes a new one")
	}
	key, err := requestedKey(directory)
	if err != nil {
		return err
	}
	file := filepath.Join(directory, authorityFile)
	if present, err := readFile(file, Leaf); err == nil && isGood(present, key, root, hosts, now) {
		fmt.Fprintf(output, "the intermediate is there already, %s\n", End(present))
		return nil
	}
	signed, err := root.signIntermediate(key, hosts, now)
	if err != nil {
		return err
	}
	if err := Replace(file, Encode(signed.Raw), Readable); err != nil {
		return err
	}
	fmt.Fprintf(output, "signed an intermediate for %s, %s\n", strings.Join(hosts, " "), End(signed))
	return nil
}

func requestedKey(directory string) (*ecdsa.PublicKey, error) {
	request, err := readFile(filepath.Join(directory, requestFile), decodeRequest)
	if err != nil {
		return nil, err
	}
	key, isElliptic := request.PublicKey.(*ecdsa.PublicKey)
	if !isElliptic || key.Curve != elliptic.P256() {
		return nil, errors.New("the key of the request is not on the curve P-256")
	}
	return key, nil
}

func isGood(present *x509.Certificate, key *ecdsa.PublicKey, root Authority, hosts []string, now time.Time) bool {
	return key.Equal(present.PublicKey) && present.CheckSignatureFrom(root.certificate) == nil && !isDue(present, now) &&
		slices.Equal(permittedBy(present), canonical(hosts))
}

func (a Authority) signIntermediate(key *ecdsa.PublicKey, hosts []string, now time.Time) (*x509.Certificate, error) {
	identifier, err := identifierOf(key)
	if err != nil {
		return nil, err
	}
	names, addresses := subjects(hosts)
	if len(names) == 0 {
		return nil, errors.New("there must be a name among the hosts: without one, every name would be permitted")
	}
	permitted, excluded := rangesOf(addresses), everyAddress
	if len(permitted) > 0 {
		excluded = nil
	}
	return sign(x509.Certificate{
		Subject:               pkix.Name{Organization: []string{organization}, CommonName: fmt.Sprintf("AppEngine intermediate %x", identifier[:4])},
		NotBefore:             now,
		NotAfter:              earlier(now.Add(intermediateLife), a.certificate.NotAfter),
		BasicConstraintsValid: true,
		IsCA:                  true,
		// Servers alone, and no authority below it.
		MaxPathLenZero:              true,
		KeyUsage:                    x509.KeyUsageCertSign,
		ExtKeyUsage:                 []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		PermittedDNSDomainsCritical: true,
		PermittedDNSDomains:         names,
		PermittedIPRanges:           permitted,
		ExcludedIPRanges:            excluded,
	}, key, a)
}
