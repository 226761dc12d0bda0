package registry

import (
	"crypto/tls"
	"os"
	"sync"
	"time"
)

// keyPair is a certificate with its key in one file, which is read again when it is another one: no connection ends for it.
type keyPair struct {
	file string

	mutex   sync.Mutex
	changed time.Time
	read    *tls.Certificate
}

func newKeyPair(file string) *keyPair {
	return &keyPair{file: file}
}

func (k *keyPair) configuration() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return k.current() },
	}
}

func (k *keyPair) current() (*tls.Certificate, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	status, err := os.Stat(k.file)
	if err != nil {
		return k.former(err)
	}
	if k.read != nil && status.ModTime().Equal(k.changed) {
		return k.read, nil
	}
	read, err := tls.LoadX509KeyPair(k.file, k.file)
	if err != nil {
		return k.former(err)
	}
	k.read, k.changed = &read, status.ModTime()
	return k.read, nil
}

// former is the one that was read before, which serves until another one can be read.
func (k *keyPair) former(err error) (*tls.Certificate, error) {
	if k.read == nil {
		return nil, err
	}
	return k.read, nil
}
