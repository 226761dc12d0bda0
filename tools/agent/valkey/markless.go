package valkey

import (
	"errors"
	"io"
	"regexp"
)

const markLength = 40

var mark = regexp.MustCompile(`^[0-9a-f]{40}$`)

// markless passes on what a server sends to a replica, without the mark at its end, which is in no file of a server.
type markless struct {
	to   io.Writer
	held []byte
}

func (m *markless) Write(content []byte) (int, error) {
	m.held = append(m.held, content...)
	if ready := len(m.held) - markLength; ready > 0 {
		if _, err := m.to.Write(m.held[:ready]); err != nil {
			return 0, err
		}
		m.held = append(m.held[:0], m.held[ready:]...)
	}
	return len(content), nil
}

// end is an error where there was no mark: then it was not all.
func (m *markless) end() error {
	if !mark.Match(m.held) {
		return errors.New("the dump of the server has no end")
	}
	return nil
}
