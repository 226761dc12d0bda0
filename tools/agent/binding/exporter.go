package binding

import "strings"

// IsExporter is true for the user of a container that tells how the service is, and that is to read no data. No app has two hyphens in a row in its name.
func IsExporter(name string) bool {
	return strings.Contains(name, "--metrics-")
}
