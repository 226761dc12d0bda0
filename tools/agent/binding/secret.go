package binding

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"agent/certificate"
)

const (
	secretType = "secret"
	valueFile  = "value"

	shortestSecret = 16
	longestSecret  = 1024
)

// Generate makes a secret where there is none: another one would be another secret.
func Generate(length int, output io.Writer) error {
	return generate(Directory, length, output)
}

func generate(directory string, length int, output io.Writer) error {
	if length < shortestSecret || length > longestSecret {
		return fmt.Errorf("a secret must have from %d to %d characters, not %d", shortestSecret, longestSecret, length)
	}
	if err := certificate.Replace(filepath.Join(directory, "type"), []byte(secretType), certificate.Readable); err != nil {
		return err
	}
	file := filepath.Join(directory, valueFile)
	if status, err := os.Stat(file); err == nil && status.Size() > 0 {
		fmt.Fprintln(output, "the secret is there already")
		return nil
	} else if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := certificate.Replace(file, []byte(randomText(length)), certificate.Readable); err != nil {
		return err
	}
	fmt.Fprintln(output, "made a new secret")
	return nil
}
