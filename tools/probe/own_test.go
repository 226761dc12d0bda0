package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// owners tells the uid of everything below directory, links not followed.
func owners(t *testing.T, directory string) map[string]uint32 {
	t.Helper()
	found := map[string]uint32{}
	err := filepath.Walk(directory, func(path string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(directory, path)
		found[name] = info.Sys().(*syscall.Stat_t).Uid
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// volume has a closed directory, a file, and a link to a file outside of it.
func volume(t *testing.T) (directory, outside string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root may give files away")
	}
	directory, outside = t.TempDir(), filepath.Join(t.TempDir(), "outside")
	for _, err := range []error{
		os.MkdirAll(filepath.Join(directory, "closed", "deep"), 0o700),
		os.WriteFile(filepath.Join(directory, "closed", "deep", "file"), nil, 0o600),
		os.WriteFile(outside, nil, 0o600),
		os.Symlink(outside, filepath.Join(directory, "link")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return directory, outside
}

func TestGivesEverythingToTheUserAndFollowsNoLink(t *testing.T) {
	directory, outside := volume(t)
	if got := probe("own", "--user", "60001", "--group", "60002", directory); got != (outcome{}) {
		t.Fatalf("got %+v", got)
	}
	found := owners(t, directory)
	for _, name := range []string{".", "closed", "closed/deep", "closed/deep/file", "link"} {
		if found[name] != 60001 {
			t.Errorf("%s belongs to %d", name, found[name])
		}
	}
	info, err := os.Stat(outside)
	if err != nil {
		t.Fatal(err)
	}
	if uid := info.Sys().(*syscall.Stat_t).Uid; uid != 0 {
		t.Errorf("what the link points to belongs to %d", uid)
	}
}

func TestAnInterruptedRunIsRepeated(t *testing.T) {
	directory, _ := volume(t)
	if err := os.Chown(filepath.Join(directory, "closed"), 60001, 60001); err != nil {
		t.Fatal(err)
	}
	probe("own", "--user", "60001", directory)
	if found := owners(t, directory); found["closed/deep/file"] != 60001 || found["."] != 60001 {
		t.Errorf("found %v", found)
	}
}

func TestWhatTheUserHasAlreadyIsNotLookedThrough(t *testing.T) {
	directory, _ := volume(t)
	if err := os.Chown(directory, 60001, 60001); err != nil {
		t.Fatal(err)
	}
	probe("own", "--user", "60001", directory)
	if found := owners(t, directory); found["closed"] != 0 {
		t.Errorf("found %v", found)
	}
}

func TestAnotherFileSystemBelowStaysAsItIs(t *testing.T) {
	directory, _ := volume(t)
	mounted := filepath.Join(directory, "closed", "deep")
	if err := syscall.Mount("tmpfs", mounted, "tmpfs", 0, ""); err != nil {
		t.Skipf("cannot mount: %v", err)
	}
	defer syscall.Unmount(mounted, 0)
	if err := os.WriteFile(filepath.Join(mounted, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	probe("own", "--user", "60001", directory)
	if found := owners(t, directory); found["closed"] != 60001 || found["closed/deep"] != 0 || found["closed/deep/file"] != 0 {
		t.Errorf("found %v", found)
	}
}

func TestSaysWhatCannotBeGiven(t *testing.T) {
	got := probe("own", "--user", "1", filepath.Join(t.TempDir(), "missing"))
	if got.code != unhealthy || !strings.Contains(got.stdout, "no such file or directory") {
		t.Errorf("got %+v", got)
	}
}

func TestRefusesWrongArgumentsOfOwn(t *testing.T) {
	for _, args := range [][]string{
		{}, {"/volume"}, {"--user", "-1", "/volume"}, {"--user", "x", "/volume"}, {"--user", "1"}, {"--user", "1", "/a", "/b"},
		{"--user", "1", "--group", "-2", "/volume"}, {"--user", "4294967296", "/volume"},
	} {
		got := probe(append([]string{"own"}, args...)...)
		if got.code != misused || !strings.Contains(got.stderr, "usage:") {
			t.Errorf("%q: got %+v", args, got)
		}
	}
}
