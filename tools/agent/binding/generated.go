package binding

import (
	"fmt"
	"io"
	"regexp"
)

var schemeForm = regexp.MustCompile(`^[a-z][a-z0-9+.-]{0,30}$`)

// Generated makes the credentials of a service that is given its password: all that use it have the same ones.
// It takes DIRECTORY TYPE SCHEME HOST PORT USER [DATABASE].
func Generated(arguments []string, output io.Writer) error {
	return generated(Directory, arguments, output)
}

func generated(directory string, arguments []string, output io.Writer) error {
	kind, scheme := arguments[1], arguments[2]
	for _, name := range []string{kind, scheme} {
		if !schemeForm.MatchString(name) {
			return fmt.Errorf("%q must be 1 to 31 of a-z, 0-9, +, . and -, a letter first", name)
		}
	}
	bound, err := Binding{Type: kind, Provider: kind, Scheme: scheme}.with(append([]string{arguments[0]}, arguments[3:]...))
	if err != nil {
		return err
	}
	if _, err := bound.Write(directory, nil); err != nil {
		return err
	}
	fmt.Fprintln(output, "the credentials are there")
	return nil
}
