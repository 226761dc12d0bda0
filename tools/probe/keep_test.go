package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatComesInIsKept(t *testing.T) {
	file := filepath.Join(t.TempDir(), "value")
	for _, value := range []string{"first", "second\n"} {
		stderr := bytes.Buffer{}
		if code := runKeep([]string{"--type", "secret", file}, strings.NewReader(value), &stderr); code != healthy {
			t.Fatalf("%d, %s", code, stderr.String())
		}
		content, err := os.ReadFile(file)
		status, _ := os.Stat(file)
		if err != nil || string(content) != value || status.Mode().Perm() != 0o444 {
			t.Errorf("%q, %v, %v", content, err, status.Mode())
		}
	}
	if kind, err := os.ReadFile(filepath.Join(filepath.Dir(file), "type")); err != nil || string(kind) != "secret" {
		t.Errorf("type %q, %v", kind, err)
	}
	for _, value := range []string{"", strings.Repeat("x", longestValue+1)} {
		stderr := bytes.Buffer{}
		if code := runKeep([]string{"--type", "secret", file}, strings.NewReader(value), &stderr); code != unhealthy || strings.Contains(stderr.String(), "xxx") {
			t.Errorf("%d bytes: %d, %s", len(value), code, stderr.String())
		}
	}
	if code := runKeep([]string{"--type", "secret"}, strings.NewReader("x"), &bytes.Buffer{}); code != misused {
		t.Errorf("%d", code)
	}
}
