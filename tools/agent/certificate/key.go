// Package certificate makes an authority, and certificates by it, in files that gateways read.
package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha1"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"strings"
)

// NewKey is on the curve P-256, which every client knows.
func NewKey() (*ecdsa.PrivateKey, error) {
	return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
}

// identifierOf is a key's, by which certificates and files tell keys apart.
func identifierOf(key *ecdsa.PublicKey) ([]byte, error) {
	public, err := key.Bytes()
	if err != nil {
		return nil, err
	}
	identifier := sha1.Sum(public)
	return identifier[:], nil
}

// EncodeKey is a key in PEM.
func EncodeKey(key *ecdsa.PrivateKey) ([]byte, error) {
	encoded, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), nil
}

// DecodeKey reads the first key in PEM, in either form in which there are some in volumes. No error has anything of the key in it.
func DecodeKey(content []byte) (*ecdsa.PrivateKey, error) {
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		if !strings.HasSuffix(block.Type, "PRIVATE KEY") {
			continue
		}
		if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
			return key, nil
		}
		parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if key, isElliptic := parsed.(*ecdsa.PrivateKey); err == nil && isElliptic {
			return key, nil
		}
		break
	}
	return nil, errors.New("there is no key on an elliptic curve in it")
}
