package logs

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestMessage(t *testing.T) {
	for datagram, expected := range map[string]string{
		`<190>Nov 29 12:00:00 router: {"time": "now"}`: `{"time": "now"}`,
		`<190>Nov  9 01:02:03 router: {}`:              `{}`,
		`<187>Nov 29 12:00:00 router: `:                ``,
		// What is in a message is not its header.
		`<190>Nov 29 12:00:00 router: a <190>Nov 29 12:00:00 router: b`: `a <190>Nov 29 12:00:00 router: b`,
		`a <190>Nov 29 12:00:00 router: b`:                              `a <190>Nov 29 12:00:00 router: b`,
		`<190>Nov 29 12:00:00 other: {}`:                                `<190>Nov 29 12:00:00 other: {}`,
		``:                                                              ``,
	} {
		if got := string(message([]byte(datagram))); got != expected {
			t.Errorf("%q: got %q, expected %q", datagram, got, expected)
		}
	}
}

func FuzzMessage(f *testing.F) {
	f.Add(byte(190), int64(1_800_000_000), "{\"path\": \"/\"}")
	f.Fuzz(func(t *testing.T, severity byte, seconds int64, text string) {
		header := fmt.Sprintf("<%d>%s router: ", severity, time.Unix(seconds%4_000_000_000, 0).UTC().Format("Jan _2 15:04:05"))
		if got := string(message([]byte(header + text))); got != text {
			t.Errorf("%q: got %q", header+text, got)
		}
		if got := string(message([]byte(text))); !strings.HasSuffix(text, got) {
			t.Errorf("%q: got %q", text, got)
		}
	})
}

// output is what was printed so far.
type output struct {
	lock   sync.Mutex
	text   bytes.Buffer
	writes int
	// Held by whoever reads nothing.
	reader sync.Mutex
}

func (o *output) Write(text []byte) (int, error) {
	o.reader.Lock()
	defer o.reader.Unlock()
	o.lock.Lock()
	defer o.lock.Unlock()
	o.writes++
	return o.text.Write(text)
}

func (o *output) lines() (count, writes int) {
	o.lock.Lock()
	defer o.lock.Unlock()
	return strings.Count(o.text.String(), "\n"), o.writes
}

func listen(t *testing.T, printed io.Writer) net.Conn {
	t.Helper()
	log, err := ListenSyslog(0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.connection.Close() })
	go log.Print(printed)
	client, err := net.Dial("udp4", log.connection.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

func eventually(t *testing.T, isTrue func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !isTrue(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not within 10 seconds")
		}
	}
}

func TestEachDatagramIsALine(t *testing.T) {
	printed := &output{}
	client := listen(t, printed)
	long := strings.Repeat("x", 60_000)
	for _, text := range []string{"first", "", long} {
		fmt.Fprintf(client, "<190>Nov 29 12:00:00 router: %s", text)
	}
	eventually(t, func() bool { count, _ := printed.lines(); return count == 3 })
	if got := printed.text.String(); got != "first\n\n"+long+"\n" {
		t.Errorf("got %d bytes", len(got))
	}
}

func TestWhileNobodyReadsNobodyWaits(t *testing.T) {
	printed := &output{}
	client := listen(t, printed)
	printed.reader.Lock()
	began := time.Now()
	for index := range 5000 {
		if _, err := fmt.Fprintf(client, "<190>Nov 29 12:00:00 router: {%d}", index); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("sending took %s", took)
	}
	printed.reader.Unlock()
	// What the socket could hold, many lines at a time.
	eventually(t, func() bool { count, _ := printed.lines(); return count >= 20 })
	if count, writes := printed.lines(); writes > count/2 {
		t.Errorf("%d lines in %d writes", count, writes)
	}
}

func BenchmarkMessage(b *testing.B) {
	datagram := []byte(`<190>Nov 29 12:00:00 router: {"time": "2027-01-01T00:00:00+00:00", "kind": "connection"}`)
	for b.Loop() {
		message(datagram)
	}
}
