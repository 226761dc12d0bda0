package main

import (
	"syscall"
	"unsafe"
)

// forkAndSleep makes a copy of this process that sleeps and ends. The copy has one thread and no scheduler, so it makes raw system calls alone.
//
//go:norace
//go:nosplit
func forkAndSleep(sleep *syscall.Timespec) (uintptr, uintptr, syscall.Errno) {
	pid, second, errno := syscall.RawSyscall6(syscall.SYS_CLONE, uintptr(syscall.SIGCHLD), 0, 0, 0, 0, 0)
	if errno != 0 || pid != 0 {
		return pid, second, errno
	}
	syscall.RawSyscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(sleep)), 0, 0)
	for {
		syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0)
	}
}
