package binding

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"agent/certificate"
)

const (
	secretType = "secret"
	valueFile  = "value"

	shortestSecret = 16
	longestSecret  = 1024
)

var generatedForm = regexp.MustCompile(`^[0-9A-Za-z]+$`)

// Replace makes what is read the secret, without a line end at its end: such as one that was printed before its host was lost.
func Replace(input io.Reader, output io.Writer) error {
	return replace(Directory, input, output)
}

func replace(directory string, input io.Reader, output io.Writer) error {
	given, err := io.ReadAll(io.LimitReader(input, 2*longestSecret))
	if err != nil {
		return err
	}
	value := strings.TrimSpace(string(given))
	if len(value) < shortestSecret || len(value) > longestSecret || !generatedForm.MatchString(value) {
		return fmt.Errorf("a secret that was made here has from %d to %d letters and digits, and this has %d characters, or others", shortestSecret, longestSecret, len(value))
	}
	if err := certificate.Replace(filepath.Join(directory, valueFile), []byte(value), certificate.Readable); err != nil {
		return err
	}
	fmt.Fprintln(output, "put the secret back")
	return nil
}

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
