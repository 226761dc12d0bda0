package certificate

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"path/filepath"
)

const (
	// In the directory of an intermediate: what its root is to sign.
	requestFile  = "request.pem"
	requestBlock = "CERTIFICATE REQUEST"
)

// IsRequested says whether an intermediate is asked for in a directory.
func IsRequested(directory string) bool {
	return Exists(filepath.Join(directory, requestFile))
}

// makeRequest asks for an intermediate with a new key, unless one is asked for already. @returns the identifier of the requested key
func makeRequest(directory string, current *ecdsa.PublicKey) ([]byte, error) {
	if requested, err := requestedKey(directory); err == nil && (current == nil || !requested.Equal(current)) {
		identifier, err := identifierOf(requested)
		if err == nil && Exists(keyFile(directory, identifier)) {
			return identifier, nil
		}
	}
	key, err := NewKey()
	if err != nil {
		return nil, err
	}
	if err := saveKey(directory, key); err != nil {
		return nil, err
	}
	request, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{}, key)
	if err != nil {
		return nil, err
	}
	content := pem.EncodeToMemory(&pem.Block{Type: requestBlock, Bytes: request})
	if err := Replace(filepath.Join(directory, requestFile), content, Readable); err != nil {
		return nil, err
	}
	return identifierOf(&key.PublicKey)
}

// decodeRequest reads a request whose sender has the key. No error has anything of the content in it, which may be a link to anything.
func decodeRequest(content []byte) (*x509.CertificateRequest, error) {
	if block, _ := pem.Decode(content); block != nil && block.Type == requestBlock {
		if request, err := x509.ParseCertificateRequest(block.Bytes); err == nil && request.CheckSignature() == nil {
			return request, nil
		}
	}
	return nil, errors.New("there is no request in it that is signed by its key")
}
