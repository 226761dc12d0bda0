package certificate

import (
	"crypto/ecdsa"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

const (
	// Of an authority's directory: its certificate first. It is replaced as a whole, and says which of the keys beside it is in use.
	authorityFile = "ca.pem"
	keyPattern    = "*.key"
)

// Load reads the authority of a directory.
func Load(directory string) (Authority, error) {
	certificate, err := readFile(filepath.Join(directory, authorityFile), Leaf)
	if err != nil {
		return Authority{}, err
	}
	key, err := readFile(keyFile(directory, certificate.SubjectKeyId), DecodeKey)
	if err != nil {
		return Authority{}, err
	}
	if !key.PublicKey.Equal(certificate.PublicKey) {
		return Authority{}, fmt.Errorf("%s has the key of another authority", directory)
	}
	return Authority{certificate, key}, nil
}

// keyFile is named by the key, so that an old and a new one never take each other's place.
func keyFile(directory string, identifier []byte) string {
	return filepath.Join(directory, hex.EncodeToString(identifier)+".key")
}

// saveKey writes a key for the user of this container alone.
func saveKey(directory string, key *ecdsa.PrivateKey) error {
	identifier, err := identifierOf(&key.PublicKey)
	if err != nil {
		return err
	}
	encoded, err := EncodeKey(key)
	if err != nil {
		return err
	}
	return Replace(keyFile(directory, identifier), encoded, Private)
}

// removeKeys forgets all keys but some, and those that are too young.
func removeKeys(directory string, now time.Time, age time.Duration, kept ...[]byte) {
	files, _ := filepath.Glob(filepath.Join(directory, keyPattern))
	for _, file := range files {
		isKept := slices.ContainsFunc(kept, func(identifier []byte) bool { return keyFile(directory, identifier) == file })
		if status, err := os.Stat(file); err == nil && !isKept && now.Sub(status.ModTime()) >= age {
			_ = os.Remove(file)
		}
	}
}

func readFile[T any](file string, decode func([]byte) (T, error)) (T, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		var none T
		return none, err
	}
	decoded, err := decode(content)
	if err != nil {
		return decoded, fmt.Errorf("%s: %w", file, err)
	}
	return decoded, nil
}
