package acme

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"agent/certificate"
	"golang.org/x/crypto/acme"
)

const (
	accountKeyFile = "account.key"
	accountMapFile = "account.map"
)

// loadAccount reads the account's key, or makes it, and writes what the gateway needs of it to answer the server's challenges. That is in every answer, and
// no secret.
func loadAccount(directory string) (*ecdsa.PrivateKey, error) {
	key, err := loadKey(filepath.Join(directory, accountKeyFile))
	if err != nil {
		return nil, err
	}
	thumbprint, err := acme.JWKThumbprint(key.Public())
	if err != nil {
		return nil, err
	}
	return key, certificate.Replace(filepath.Join(directory, accountMapFile), []byte("account "+thumbprint+"\n"), certificate.Readable)
}

func loadKey(file string) (*ecdsa.PrivateKey, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(content) == 0 {
		return makeKey(file)
	}
	if err != nil {
		return nil, err
	}
	key, err := certificate.DecodeKey(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return key, nil
}

func makeKey(file string) (*ecdsa.PrivateKey, error) {
	key, err := certificate.NewKey()
	if err != nil {
		return nil, err
	}
	encoded, err := certificate.EncodeKey(key)
	if err != nil {
		return nil, err
	}
	// Nobody else has to read it.
	return key, certificate.Replace(file, encoded, 0o600)
}
