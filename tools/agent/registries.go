package main

import (
	"errors"
	"fmt"
	"os"

	"agent/process"
	"agent/registry"
)

func runRegistry(arguments []string) error {
	return registry.Run(arguments[0])
}

func checkRegistry([]string) error {
	return registry.Check()
}

func createRegistryUsers([]string) error {
	return registry.CreateUsers(os.Stdout)
}

func listRegistry([]string) error {
	return registry.PrintListing(os.Stdout)
}

func collectRegistry([]string) error {
	err := registry.Collect(os.Stdin, os.Stdout)
	if errors.As(err, new(registry.BusyError)) {
		fmt.Fprintln(os.Stderr, err)
		return process.Exit{Status: registry.Busy}
	}
	return err
}
