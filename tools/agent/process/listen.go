package process

import (
	"errors"
	"net"
	"os"
)

// Listen listens at a socket that is its user's alone.
func Listen(file string) (net.Listener, error) {
	// A killed one has left it.
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	listener, err := net.Listen("unix", file)
	if err != nil {
		return nil, err
	}
	return listener, os.Chmod(file, 0o600)
}
