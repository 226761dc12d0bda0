//go:build pin

// Package tofu pins OpenTofu, so that a machine with neither Terraform nor OpenTofu can build it.
package tofu

import _ "github.com/opentofu/opentofu/cmd/tofu"
