package valkey

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestTheMarkAtTheEndIsLeftOut(t *testing.T) {
	end := strings.Repeat("0123456789abcdef", 3)[:markLength]
	for _, content := range []string{"", "R", strings.Repeat("REDIS", 1000)} {
		for name, reader := range map[string]io.Reader{
			"at once": strings.NewReader(content + end), "byte by byte": iotest.OneByteReader(strings.NewReader(content + end)),
		} {
			passed := bytes.Buffer{}
			dump := &markless{to: &passed}
			if _, err := io.Copy(dump, reader); err != nil || dump.end() != nil || passed.String() != content {
				t.Errorf("%s: %d bytes of %d, %v, %v", name, passed.Len(), len(content), err, dump.end())
			}
		}
	}
	for _, content := range []string{"", "REDIS" + end[1:], strings.Repeat("REDIS", 1000)} {
		dump := &markless{to: io.Discard}
		if _, err := dump.Write([]byte(content)); err != nil || dump.end() == nil {
			t.Errorf("%q has an end", content)
		}
	}
}
