package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestVariablesComeFromFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "uri")
	if err := os.WriteFile(file, []byte("postgresql://a:b=c@orders/orders\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	parsed, err := parseStart([]string{"DATABASE_URL=" + file, "--", "node", "--", "server.js"})
	if err != nil || !slices.Equal(parsed.program, []string{"node", "--", "server.js"}) {
		t.Fatalf("%v, %v", parsed, err)
	}
	environment, err := parsed.environment([]string{"PORT=8080", "DATABASE_URL=old", "DATABASE_URL_OLD=x"})
	expected := []string{"PORT=8080", "DATABASE_URL_OLD=x", "DATABASE_URL=postgresql://a:b=c@orders/orders"}
	if err != nil || !slices.Equal(environment, expected) {
		t.Errorf("%v, %v", environment, err)
	}
}

func TestWhatNoVariableCanHold(t *testing.T) {
	directory := t.TempDir()
	for name, content := range map[string]string{"zero": "secret\x00x", "long": strings.Repeat("secret", longestValue)} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"zero", "long", "missing"} {
		parsed := start{files: []variableFile{{"TOKEN", filepath.Join(directory, name)}}, program: []string{"true"}}
		environment, err := parsed.environment(nil)
		if err == nil || strings.Contains(err.Error(), "secret") || !strings.HasPrefix(err.Error(), "TOKEN: ") {
			t.Errorf("%s: %d variables, %v", name, len(environment), err)
		}
	}
}

func TestArgumentsOfExec(t *testing.T) {
	for _, args := range []string{"", "--", "A=/a", "A=/a --", "1=/a -- x", "A=a -- x", "A -- x", "A-B=/a -- x", "=/a -- x"} {
		if parsed, err := parseStart(strings.Fields(args)); err == nil {
			t.Errorf("%q: %v", args, parsed)
		}
	}
	stderr := bytes.Buffer{}
	if code := runStart([]string{"--", "no-such-program"}, &stderr); code != notFound || !strings.Contains(stderr.String(), "no-such-program") {
		t.Errorf("%d, %s", code, stderr.String())
	}
}

// The program takes the place of the probe: the test runs itself as the probe.
func TestTheProgramTakesOver(t *testing.T) {
	if arguments := os.Getenv("PROBE_EXEC"); arguments != "" {
		os.Exit(run(append([]string{"exec"}, strings.Fields(arguments)...), os.Stdout, os.Stderr))
	}
	file := filepath.Join(t.TempDir(), "value")
	if err := os.WriteFile(file, []byte("from the file"), 0o600); err != nil {
		t.Fatal(err)
	}
	itself := exec.Command(os.Args[0], "-test.run", "TestTheProgramTakesOver")
	itself.Env = append(os.Environ(), "PROBE_EXEC=VALUE="+file+" -- printenv VALUE")
	if said, err := itself.CombinedOutput(); err != nil || string(said) != "from the file\n" {
		t.Errorf("%q, %v", said, err)
	}
}
