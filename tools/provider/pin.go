//go:build pin

// Package provider pins the Terraform provider, so that a machine without a Terraform registry can build it.
package provider

import _ "github.com/terraform-providers/terraform-provider-docker"
