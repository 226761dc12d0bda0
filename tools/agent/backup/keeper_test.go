package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// notes are data of one file, whose backups are copies of it.
type notes struct {
	data, repository string
	failure          error
}

func (n *notes) Prepare(context.Context) error { return nil }

func (n *notes) Backup(_ context.Context, id string, _ int) (Made, error) {
	if n.failure != nil {
		return Made{}, n.failure
	}
	content, err := os.ReadFile(filepath.Join(n.data, "notes"))
	if err != nil {
		return Made{}, err
	}
	manifest := Manifest{{Name: "notes", Count: int64(len(content)), Checksum: string(content)}}
	return Made{Label: "label-" + id, Bytes: int64(len(content)), Manifest: manifest}, os.WriteFile(filepath.Join(n.repository, "label-"+id), content, 0o600)
}

func (n *notes) Expire(_ context.Context, keep int) error {
	found, _ := filepath.Glob(filepath.Join(n.repository, "label-*"))
	for len(found) > keep {
		if err := os.Remove(found[0]); err != nil {
			return err
		}
		found = found[1:]
	}
	return nil
}

func (n *notes) Labels(context.Context) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(n.repository, "label-*"))
	for index := range found {
		found[index] = filepath.Base(found[index])
	}
	return found, err
}

func (n *notes) Verify(context.Context) error { return nil }

func (n *notes) Restore(_ context.Context, record Record, _, directory string) error {
	content, err := os.ReadFile(filepath.Join(n.repository, record.Label))
	return errors.Join(err, os.WriteFile(filepath.Join(directory, "notes"), content, 0o600))
}

func (n *notes) Measure(_ context.Context, directory, _ string) (Manifest, error) {
	content, err := os.ReadFile(filepath.Join(directory, "notes"))
	return Manifest{{Name: "notes", Count: int64(len(content)), Checksum: string(content)}}, err
}

func (n *notes) Entries(directory string) ([]string, error) { return Existing(directory, "notes"), nil }

func (n *notes) Export(_ context.Context, directory string, output io.Writer) error {
	content, err := os.ReadFile(filepath.Join(directory, "notes"))
	if err == nil {
		_, err = fmt.Fprintf(output, "INSERT %s", content)
	}
	return err
}

type installation struct {
	Keeper
	notes *notes
	now   time.Time
	said  *bytes.Buffer
}

func installed(t *testing.T) *installation {
	t.Helper()
	root := t.TempDir()
	place := func(name string) string {
		directory := filepath.Join(root, name)
		if err := os.MkdirAll(directory, 0o700); err != nil {
			t.Fatal(err)
		}
		return directory
	}
	made := &installation{now: time.Date(2026, 11, 29, 3, 15, 0, 0, time.UTC), said: &bytes.Buffer{}}
	made.notes = &notes{data: place("data"), repository: place("repository")}
	config := Config{Type: "notes", Name: "orders", Schedule: Schedule{24 * time.Hour, 0}, Keep: 2, Drill: 7 * 24 * time.Hour}
	notesIn := func(repository string) Data { return &notes{data: made.notes.data, repository: repository} }
	made.Keeper = Keeper{config, made.notes, notesIn, nil, nil, made.said, made.notes.data, made.notes.repository, place("scratch"), filepath.Join(root, "key"), func() time.Time { return made.now }}
	made.write(t, made.KeyFile, "a key")
	made.write(t, made.file(), "one")
	return made
}

func (i *installation) file() string { return filepath.Join(i.notes.data, "notes") }

func (i *installation) write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (i *installation) read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// backUp is one that succeeds, an hour after the last one.
func (i *installation) backUp(t *testing.T) Record {
	t.Helper()
	i.now = i.now.Add(time.Hour)
	record, err := i.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return record
}

func expectKind(t *testing.T, err error, kind Kind) {
	t.Helper()
	var problem Problem
	if !errors.As(err, &problem) || problem.Kind != kind {
		t.Errorf("%v instead of one that is %s", err, kind.Name)
	}
}

func TestABackupIsNotedAndTried(t *testing.T) {
	i := installed(t)
	record := i.backUp(t)
	if record.Id != "20261129-041500" || record.Outcome != Succeeded || record.Manifest.Count() != 3 {
		t.Errorf("%+v", record)
	}
	drill, err := i.Try(t.Context())
	if err != nil || drill.Outcome != Succeeded || drill.Items != 1 || drill.Count != 3 || drill.Backup != record.Id {
		t.Errorf("%+v, %v", drill, err)
	}
	listing := i.List()
	if len(listing.Backups) != 1 || listing.Drill == nil || len(listing.Problems) != 0 || listing.Running {
		t.Errorf("%+v", listing)
	}
}

func TestNoMoreAreKeptThanAsked(t *testing.T) {
	i := installed(t)
	i.backUp(t)
	second, third := i.backUp(t), i.backUp(t)
	if backups := i.List().Backups; len(backups) != 2 || backups[0].Id != second.Id || backups[1].Id != third.Id {
		t.Errorf("%+v", backups)
	}
}

func TestAFailedBackupIsTold(t *testing.T) {
	i := installed(t)
	i.backUp(t)
	for _, failure := range []struct {
		err  error
		kind Kind
	}{
		{errors.New("something"), ErrFailed},
		{errors.New("write: no space left on device"), ErrFull},
		{Problemf(ErrKey, "another key"), ErrKey},
	} {
		i.notes.failure, i.now = failure.err, i.now.Add(time.Hour)
		_, err := i.Run(t.Context())
		expectKind(t, err, failure.kind)
		problems := strings.Join(i.List().Problems, "\n")
		if !strings.Contains(problems, "failed: ") {
			t.Errorf("problems: %s", problems)
		}
	}
	i.notes.failure = nil
	i.backUp(t)
	if problems := i.List().Problems; len(problems) != 0 {
		t.Errorf("problems: %v", problems)
	}
}

func TestWhatWasChangedInTheRepositoryIsFound(t *testing.T) {
	for name, change := range map[string]struct {
		do   func(t *testing.T, i *installation, record Record)
		kind Kind
	}{
		"content":    {func(t *testing.T, i *installation, r Record) { i.write(t, filepath.Join(i.Repository, r.Label), "two") }, ErrDiffers},
		"no content": {func(t *testing.T, i *installation, r Record) { _ = os.Remove(filepath.Join(i.Repository, r.Label)) }, ErrDamaged},
		"record": {func(t *testing.T, i *installation, r Record) {
			file := filepath.Join(i.Repository, "records", r.Id+".json")
			i.write(t, file, strings.Replace(i.read(t, file), `"count":3`, `"count":2`, 1))
		}, ErrDamaged},
		"half a record": {func(t *testing.T, i *installation, r Record) {
			_ = os.Truncate(filepath.Join(i.Repository, "records", r.Id+".json"), 20)
		}, ErrDamaged},
		"another key": {func(t *testing.T, i *installation, r Record) { i.write(t, i.KeyFile, "another key") }, ErrKey},
		"no key":      {func(t *testing.T, i *installation, r Record) { _ = os.Remove(i.KeyFile) }, ErrKey},
	} {
		t.Run(name, func(t *testing.T) {
			i := installed(t)
			record := i.backUp(t)
			change.do(t, i, record)
			_, err := i.Try(t.Context())
			expectKind(t, err, change.kind)
			if problems := i.List().Problems; len(problems) == 0 {
				t.Error("the listing has no problem")
			}
			i.write(t, i.file(), "of now")
			_, err = i.Keeper.Restore(t.Context(), "", "")
			expectKind(t, err, change.kind)
			if i.read(t, i.file()) != "of now" {
				t.Error("the data was touched")
			}
			if _, err := i.Switch(); err == nil {
				t.Error("what was not checked can be switched to")
			}
		})
	}
}

func TestOneAtATime(t *testing.T) {
	i := installed(t)
	unlock, err := i.lock()
	if err != nil {
		t.Fatal(err)
	}
	_, err = i.Run(t.Context())
	expectKind(t, err, ErrBusy)
	if !i.List().Running {
		t.Error("the listing does not tell of it")
	}
	unlock()
	i.backUp(t)
}

func TestOneThatWasKilledIsTold(t *testing.T) {
	i := installed(t)
	if err := errors.Join(i.open(), i.records().write("20261129-000000", Record{Id: "20261129-000000", Began: i.now, Outcome: Running})); err != nil {
		t.Fatal(err)
	}
	if problems := strings.Join(i.List().Problems, ""); !strings.Contains(problems, "it was killed before its end") {
		t.Errorf("problems: %s", problems)
	}
	i.backUp(t)
	if backups := i.List().Backups; backups[0].Outcome != Failed || backups[0].Problem != ErrInterrupted.Name {
		t.Errorf("%+v", backups)
	}
}

func TestRestoreSwitchesAndGoesBack(t *testing.T) {
	i := installed(t)
	first := i.backUp(t)
	i.write(t, i.file(), "of now")
	restored, err := i.Keeper.Restore(t.Context(), "", "")
	if err != nil || restored.Backup != first.Id {
		t.Fatalf("%+v, %v", restored, err)
	}
	if i.read(t, i.file()) != "of now" {
		t.Error("a restore is beside the data until it is switched to")
	}
	aside, err := i.Switch()
	if err != nil || i.read(t, i.file()) != "one" || i.read(t, filepath.Join(i.notes.data, aside, "notes")) != "of now" {
		t.Errorf("%s, %v", aside, err)
	}
	if kept := i.List().Kept; len(kept) != 1 || kept[0] != aside {
		t.Errorf("kept: %v", kept)
	}
	if err := i.Back(aside); err != nil || i.read(t, i.file()) != "of now" || len(i.List().Kept) != 0 {
		t.Errorf("back: %v", err)
	}
}

func TestAnInterruptedSwitchIsFinished(t *testing.T) {
	i := installed(t)
	i.backUp(t)
	i.write(t, i.file(), "of now")
	if _, err := i.Keeper.Restore(t.Context(), "", ""); err != nil {
		t.Fatal(err)
	}
	// It was killed after what was there had gone aside.
	aside, err := i.aside()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(i.file(), filepath.Join(i.notes.data, aside, "notes")); err != nil {
		t.Fatal(err)
	}
	again, err := i.Switch()
	if err != nil || again != aside || i.read(t, i.file()) != "one" || i.read(t, filepath.Join(i.notes.data, aside, "notes")) != "of now" {
		t.Errorf("%s, %v", again, err)
	}
	if gone, err := i.Discard(); err != nil || len(gone) != 1 || len(i.List().Kept) != 0 {
		t.Errorf("%v, %v", gone, err)
	}
}

func TestTheBackupOfATimeIsTheLastBeforeIt(t *testing.T) {
	i := installed(t)
	first := i.backUp(t)
	i.backUp(t)
	for at, expected := range map[string]string{first.Ended.Add(time.Minute).Format(time.RFC3339): first.Id, "latest": i.List().Backups[1].Id} {
		if record, err := i.choose("", at); err != nil || record.Id != expected {
			t.Errorf("%s: %s, %v", at, record.Id, err)
		}
	}
	for _, at := range []string{first.Began.Add(-time.Minute).Format(time.RFC3339), "yesterday"} {
		if _, err := i.choose("", at); err == nil {
			t.Errorf("%s has a backup", at)
		}
	}
	_, err := i.choose("20200101-000000", "")
	expectKind(t, err, ErrMissing)
}

func TestWhenTheNextOneIsDue(t *testing.T) {
	i := installed(t)
	if !i.isDue() {
		t.Error("the first one is made at once")
	}
	i.notes.failure = errors.New("something")
	if _, err := i.Run(t.Context()); err == nil || i.isDue() {
		t.Error("one that failed is not tried again at once")
	}
	if i.now = i.now.Add(retryAfter); !i.isDue() {
		t.Error("it is tried again")
	}
	i.notes.failure = nil
	i.backUp(t)
	if i.isDue() || i.isDrillDue() {
		t.Error("there is one of today")
	}
	if i.now = i.now.Add(24 * time.Hour); !i.isDue() || i.isDrillDue() {
		t.Error("one a day, and a drill a week")
	}
	if i.now = i.now.Add(6 * 24 * time.Hour); !i.isDrillDue() {
		t.Error("a week after the first backup there is a drill")
	}
}

func TestExportWritesTheLastBackupAndLeavesNothing(t *testing.T) {
	made := installed(t)
	output := bytes.Buffer{}
	expectKind(t, made.Export(t.Context(), &output), ErrMissing)
	if _, err := made.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	made.write(t, made.file(), "two")
	if err := made.Export(t.Context(), &output); err != nil {
		t.Fatal(err)
	}
	if output.String() != "INSERT one" || made.read(t, made.file()) != "two" {
		t.Errorf("exported %q of data %q", output.String(), made.read(t, made.file()))
	}
	if left, _ := os.ReadDir(made.Scratch); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

func TestWhatWasFetchedIsNamedBesideOneThatFailed(t *testing.T) {
	i := installed(t)
	i.backUp(t)
	i.notes.failure, i.now = errors.New("something"), i.now.Add(time.Hour)
	if _, err := i.Run(t.Context()); err == nil {
		t.Fatal("it did not fail")
	}
	i.notes.failure = nil
	i.now = i.now.Add(time.Hour)
	last := i.backUp(t)
	if fetched, err := i.adopt(); err != nil || fetched.Last != last.Id || fetched.Backups != 2 {
		t.Errorf("%+v, %v", fetched, err)
	}
}
