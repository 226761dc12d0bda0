//go:build pin

// Package objectstore pins versitygw, the server of object storage, in which live tests keep states as well.
package objectstore

import _ "github.com/versity/versitygw/cmd/versitygw"
