package backup

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

// Files are those of a volume.
type Files struct {
	Restic
	// Directory that the volume is at.
	Directory string
}

// NewFiles are those of the usual place. @param repository directory that has their backups
func NewFiles(repository string) Files {
	return Files{NewRestic(repository), DataDirectory}
}

// Backup keeps all files but those of restores.
func (f Files) Backup(ctx context.Context, id string, _ int) (Made, error) {
	before, err := count(f.Directory)
	if err != nil {
		return Made{}, err
	}
	place := func(name string) string { return filepath.Join(f.Directory, name) }
	made, err := f.Restic.Directory(ctx, id, f.Directory, place(restoredName), place(switchingName), place(asideName+"*"))
	if err != nil {
		return made, err
	}
	after, err := count(f.Directory)
	made.Manifest = Settle(before, after)
	return made, err
}

// Restore writes the files. restic compares each with what it has of it.
func (f Files) Restore(ctx context.Context, record Record, at, directory string) error {
	if at != "" {
		return Problemf(ErrFailed, "files have no moments between their backups; leave --at out")
	}
	return f.Restic.Files(ctx, record.Label, f.Directory, directory)
}

// Measure counts them.
func (f Files) Measure(_ context.Context, directory, _ string) (Manifest, error) {
	return count(directory)
}

// Entries are all.
func (Files) Entries(directory string) ([]string, error) {
	entries, err := os.ReadDir(directory)
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}

func count(directory string) (Manifest, error) {
	files, bytes := Item{Name: "files"}, Item{Name: "bytes"}
	err := filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		// Files come and go.
		if errors.Is(err, fs.ErrNotExist) && path != directory {
			return nil
		}
		if err != nil {
			return err
		}
		if filepath.Dir(path) == directory && IsOurs(entry.Name()) {
			if entry.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		status, err := entry.Info()
		if err != nil {
			return nil
		}
		files.Count++
		bytes.Count += status.Size()
		return nil
	})
	return Manifest{files, bytes}, err
}

// lines of a text.
func lines(text []byte) iter.Seq[[]byte] {
	return bytes.Lines(text)
}
