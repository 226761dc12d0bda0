package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Of its own group and others as well: only those who are meant to read it mount the volume.
const keptMode = 0o444

// keep writes what comes in into a file as a whole, with a file beside it that says what type of binding it is.
type keep struct{ kind, file string }

func parseKeep(args []string) (keep, error) {
	if len(args) != 3 || args[0] != "--type" || !filepath.IsAbs(args[2]) {
		return keep{}, errors.New("keep needs --type TYPE /FILE")
	}
	return keep{args[1], args[2]}, nil
}

func (k keep) apply(input io.Reader) error {
	content, err := io.ReadAll(io.LimitReader(input, longestValue+1))
	if err != nil {
		return err
	}
	if len(content) == 0 || len(content) > longestValue {
		return fmt.Errorf("what came in has %d bytes, and must have from 1 to %d", len(content), longestValue)
	}
	if err := replace(filepath.Join(filepath.Dir(k.file), "type"), []byte(k.kind)); err != nil {
		return err
	}
	return replace(k.file, content)
}

// replace puts a file in its place at once: nobody reads half of it.
func replace(file string, content []byte) error {
	next := file + ".new"
	if err := os.Remove(next); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.WriteFile(next, content, keptMode); err != nil {
		return err
	}
	return errors.Join(os.Chmod(next, keptMode), os.Rename(next, file))
}

func runKeep(args []string, stdin io.Reader, stderr io.Writer) int {
	parsed, err := parseKeep(args)
	if err != nil {
		fmt.Fprintf(stderr, "probe: %v\n%s", err, usage)
		return misused
	}
	if err := parsed.apply(stdin); err != nil {
		fmt.Fprintln(stderr, err)
		return unhealthy
	}
	return healthy
}
