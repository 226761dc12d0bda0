package process

import (
	"bytes"
	"strings"
	"sync"
)

const (
	// MostLines are kept of what a program prints.
	MostLines = 20
	// LongestLine is how much is kept of each, in bytes.
	LongestLine = 300
)

// LastLines keeps the last lines of what is written to it, and hands each on.
type LastLines struct {
	// Each gets every line; nil where none is handed on.
	Each  func(line string)
	mutex sync.Mutex
	lines []string
	rest  []byte
}

func (l *LastLines) Write(content []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.rest = append(l.rest, content...)
	for {
		line, rest, isWhole := bytes.Cut(l.rest, []byte("\n"))
		if !isWhole {
			break
		}
		l.take(line)
		l.rest = rest
	}
	// A line without end is none that anybody reads to its end.
	if len(l.rest) > LongestLine {
		l.rest = append([]byte{}, l.rest[:LongestLine]...)
	}
	return len(content), nil
}

// End takes what has no end of line.
func (l *LastLines) End() []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.rest) > 0 {
		l.take(l.rest)
		l.rest = nil
	}
	return l.lines
}

func (l *LastLines) take(line []byte) {
	text := strings.ToValidUTF8(string(bytes.TrimSuffix(line[:min(len(line), LongestLine)], []byte("\r"))), "�")
	l.lines = append(l.lines[max(0, len(l.lines)-MostLines+1):], text)
	if l.Each != nil {
		l.Each(text)
	}
}
