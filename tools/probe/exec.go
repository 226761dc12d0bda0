package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
)

// As shells have them.
const (
	notExecutable = 126
	notFound      = 127

	longestValue = 64 << 10
)

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// start is a program that gets variables from files: so their values are in no configuration of its container.
type start struct {
	files   []variableFile
	program []string
}

type variableFile struct{ name, file string }

// parseStart reads `NAME=FILE... -- PROGRAM ARGUMENT...`.
func parseStart(args []string) (start, error) {
	parsed := start{}
	for index, arg := range args {
		if arg == "--" {
			parsed.program = args[index+1:]
			break
		}
		name, file, _ := strings.Cut(arg, "=")
		if !variableName.MatchString(name) || !strings.HasPrefix(file, "/") {
			return start{}, fmt.Errorf("%q is not NAME=/FILE", arg)
		}
		parsed.files = append(parsed.files, variableFile{name, file})
	}
	if len(parsed.program) == 0 {
		return start{}, errors.New("exec needs a program after --")
	}
	return parsed, nil
}

// environment is the given one with the variables of the files. No error has a value in it.
func (s start) environment(given []string) ([]string, error) {
	own := map[string]bool{}
	added := make([]string, 0, len(s.files))
	for _, variable := range s.files {
		content, err := readValue(variable.file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", variable.name, err)
		}
		own[variable.name] = true
		added = append(added, variable.name+"="+content)
	}
	all := make([]string, 0, len(given)+len(added))
	for _, line := range given {
		if name, _, _ := strings.Cut(line, "="); !own[name] {
			all = append(all, line)
		}
	}
	return append(all, added...), nil
}

func readValue(file string) (string, error) {
	opened, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer opened.Close()
	content, err := io.ReadAll(io.LimitReader(opened, longestValue+1))
	switch {
	case err != nil:
		return "", err
	case len(content) > longestValue:
		return "", fmt.Errorf("%s has more than %d bytes", file, longestValue)
	case bytes.IndexByte(content, 0) >= 0:
		return "", fmt.Errorf("%s has a zero byte, which no variable can hold", file)
	}
	// Editors end a file with a line end.
	return strings.TrimSuffix(string(content), "\n"), nil
}

func runStart(args []string, stderr io.Writer) int {
	parsed, err := parseStart(args)
	if err != nil {
		fmt.Fprintf(stderr, "probe: %v\n%s", err, usage)
		return misused
	}
	environment, err := parsed.environment(os.Environ())
	if err != nil {
		fmt.Fprintln(stderr, err)
		return unhealthy
	}
	program, err := exec.LookPath(parsed.program[0])
	if err != nil {
		fmt.Fprintln(stderr, err)
		return notFound
	}
	// From here on it is the program, with the number of the process and all signals.
	err = syscall.Exec(program, parsed.program, environment)
	fmt.Fprintf(stderr, "%s: %v\n", program, err)
	return notExecutable
}
