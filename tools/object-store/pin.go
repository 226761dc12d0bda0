//go:build pin

// Package objectstore pins versitygw, the S3-compatible server that the live tests keep states in.
package objectstore

import _ "github.com/versity/versitygw/cmd/versitygw"
