//go:build pin

// Package runsc pins gVisor's runtime, so that the attack tests can run a container in a sandbox.
package runsc

import _ "gvisor.dev/gvisor/runsc"
