package postgres

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

func write(t *testing.T, file string, content []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

const segment = "000000010000000000000001"

func TestTheArchiveTakesAFileOnce(t *testing.T) {
	log, directory := t.TempDir(), t.TempDir()
	file := write(t, filepath.Join(log, segment), []byte("one"))
	// The server asks again where it has not seen the answer.
	for range 2 {
		if err := archive(file, directory); err != nil {
			t.Fatal(err)
		}
	}
	if content, err := os.ReadFile(filepath.Join(directory, segment)); err != nil || string(content) != "one" {
		t.Errorf("%q, %v", content, err)
	}
	write(t, file, []byte("two"))
	if err := archive(file, directory); err == nil {
		t.Error("another file of the same name is taken")
	}
	if archive(filepath.Join(log, "missing"), directory) == nil || archive(file, filepath.Join(directory, "missing")) == nil {
		t.Error("what cannot be copied is taken")
	}
}

// identified is a file with the identifier of a cluster.
func identified(offset int, cluster uint64) []byte {
	content := make([]byte, 64)
	binary.NativeEndian.PutUint64(content[offset:], cluster)
	return content
}

func TestALogOfAnotherClusterIsKnown(t *testing.T) {
	data := t.TempDir()
	control := write(t, filepath.Join(data, "global", "pg_control"), identified(0, 7))
	own, foreign := write(t, filepath.Join(t.TempDir(), segment), identified(24, 7)), write(t, filepath.Join(t.TempDir(), segment), identified(24, 8))
	history := write(t, filepath.Join(data, "00000002.history"), identified(24, 8))
	for file, expected := range map[string]bool{own: false, foreign: true, history: false, filepath.Join(data, "missing"): false} {
		if isOfAnother(file, data) != expected {
			t.Errorf("%s: %v", file, !expected)
		}
	}
	if err := os.Remove(control); err != nil || isOfAnother(foreign, data) {
		t.Error("without data, nothing is known")
	}
}

func TestEverySeventhBackupIsWhole(t *testing.T) {
	known := []information{}
	for number := range 15 {
		kind := "incr"
		if isFullDue(known) {
			kind = "full"
		}
		if expected := number%fullEvery == 0; (kind == "full") != expected {
			t.Errorf("backup %d is %s", number, kind)
		}
		known = append(known, information{Type: kind})
	}
}
