package logs

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pieces is what was written, and when.
type pieces struct {
	texts []string
	times []time.Time
}

func (p *pieces) Write(text []byte) (int, error) {
	p.texts = append(p.texts, string(text))
	p.times = append(p.times, time.Now())
	return len(text), nil
}

func TestAllLinesArePrintedInTheirOrderManyAtATime(t *testing.T) {
	lines, end, err := Pipe()
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Builder{}
	for index := range 20_000 {
		fmt.Fprintf(&all, "line %d\n", index)
	}
	go func() {
		for line := range strings.Lines(all.String()) {
			io.WriteString(end, line)
		}
		end.Close()
	}()
	printed := pieces{}
	Buffer(lines, &printed)
	if got := strings.Join(printed.texts, ""); got != all.String() {
		t.Errorf("%d of %d bytes", len(got), all.Len())
	}
	if len(printed.texts) > 2000 {
		t.Errorf("in %d pieces", len(printed.texts))
	}
}

func TestThePipeHoldsMuch(t *testing.T) {
	lines, end, err := Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer lines.Close()
	defer end.Close()
	if err := end.SetWriteDeadline(time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if count, err := end.Write(make([]byte, pipeBytes)); err != nil {
		t.Errorf("held %d bytes: %v", count, err)
	}
}

func TestALineDoesNotWaitForTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lines, end := io.Pipe()
		began := time.Now()
		go func() {
			io.WriteString(end, "first\n")
			time.Sleep(time.Second)
			io.WriteString(end, "second\n")
			time.Sleep(time.Millisecond)
			io.WriteString(end, "third\n")
			end.Close()
		}()
		printed := pieces{}
		Buffer(lines, &printed)
		for index, expected := range []time.Duration{0, time.Second, time.Second + bufferPause} {
			if got := printed.times[index].Sub(began); got != expected {
				t.Errorf("%q came after %s, expected %s", printed.texts[index], got, expected)
			}
		}
	})
}

// full refuses what is written to it.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestALogThatCannotBeWrittenIsReadAllTheSame(t *testing.T) {
	lines, end := io.Pipe()
	go func() {
		for range 3 {
			io.WriteString(end, "line\n")
		}
		end.Close()
	}()
	Buffer(lines, full{})
}
