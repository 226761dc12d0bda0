package main

// System calls that the standard library has no name for.
const (
	sysBpf         = 321
	sysUserfaultfd = 323
	sysIoUring     = 425
)
