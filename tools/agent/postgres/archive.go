package postgres

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ArchiveDirectory is where the server leaves its log for the container that makes backups: so the server has neither the repository nor its key.
const ArchiveDirectory = "/archive"

// Archive is what the server calls for each finished file of its log. It is an error to have another one of that name.
func Archive(file string) error {
	return archive(file, ArchiveDirectory)
}

func archive(file, directory string) error {
	place := filepath.Join(directory, filepath.Base(file))
	if isSame, err := compare(file, place); isSame || err != nil {
		return err
	}
	from, err := os.Open(file)
	if err != nil {
		return err
	}
	defer from.Close()
	next := filepath.Join(directory, "."+filepath.Base(file))
	to, err := os.OpenFile(next, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Sync(), to.Close()); err != nil {
		return err
	}
	if err := os.Rename(next, place); err != nil {
		return err
	}
	return sync(directory)
}

// compare says whether a file is there already with the same content.
func compare(file, place string) (bool, error) {
	there, err := os.ReadFile(place)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return false, err
	}
	if !bytes.Equal(there, content) {
		return false, fmt.Errorf("%s is there already, and has another content", place)
	}
	return true, nil
}

func sync(directory string) error {
	opened, err := os.Open(directory)
	if err != nil {
		return err
	}
	return errors.Join(opened.Sync(), opened.Close())
}
