//go:build pin

// Package acmeserver pins Pebble, the ACME server that the live tests get certificates from.
package acmeserver

import _ "github.com/letsencrypt/pebble/v2/cmd/pebble"
