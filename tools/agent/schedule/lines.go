package schedule

import (
	"bytes"
	"strings"
	"sync"
)

const (
	mostLines   = 20
	longestLine = 300
)

// lastLines keeps the last lines of what is written to it, and hands each on.
type lastLines struct {
	mutex sync.Mutex
	lines []string
	rest  []byte
	each  func(line string)
}

func (l *lastLines) Write(content []byte) (int, error) {
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
	if len(l.rest) > longestLine {
		l.rest = append([]byte{}, l.rest[:longestLine]...)
	}
	return len(content), nil
}

// end takes what has no end of line.
func (l *lastLines) end() []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.rest) > 0 {
		l.take(l.rest)
		l.rest = nil
	}
	return l.lines
}

func (l *lastLines) take(line []byte) {
	text := strings.ToValidUTF8(string(bytes.TrimSuffix(line[:min(len(line), longestLine)], []byte("\r"))), "�")
	l.lines = append(l.lines[max(0, len(l.lines)-mostLines+1):], text)
	if l.each != nil {
		l.each(text)
	}
}
