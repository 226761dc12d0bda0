//go:build pin

// Package scanners pins syft, which lists what is in an image, and grype, which says which of it is known to be vulnerable.
package scanners

import (
	_ "github.com/anchore/grype/cmd/grype"
	_ "github.com/anchore/syft/cmd/syft"
)
