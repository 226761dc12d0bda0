package main

// System calls that the standard library has no name for.
const (
	sysBpf         = 280
	sysUserfaultfd = 282
	sysIoUring     = 425
)
