package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"unsafe"
)

// unshareUserNamespace leaves the user namespace for one in which it holds every capability: the first step of most kernel exploits.
func unshareUserNamespace(flags *flag.FlagSet, args []string) (verdict, error) {
	return enterUserNamespace(flags, args, "unshare(CLONE_NEWUSER)", &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWUSER})
}

func cloneUserNamespace(flags *flag.FlagSet, args []string) (verdict, error) {
	return enterUserNamespace(flags, args, "clone(CLONE_NEWUSER)", &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER})
}

func enterUserNamespace(flags *flag.FlagSet, args []string, call string, attributes *syscall.SysProcAttr) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	command := exec.Command("/bin/true")
	command.SysProcAttr = attributes
	if err := command.Run(); err != nil {
		return stopped(call, err)
	}
	return succeeded("%s gave a user namespace of its own", call)
}

func addKey(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	kind, description, payload := []byte("user\x00"), []byte("attack\x00"), []byte("marker")
	const processKeyring = ^uintptr(1) // KEY_SPEC_PROCESS_KEYRING, -2
	_, _, errno := syscall.Syscall6(syscall.SYS_ADD_KEY, uintptr(unsafe.Pointer(&kind[0])), uintptr(unsafe.Pointer(&description[0])),
		uintptr(unsafe.Pointer(&payload[0])), uintptr(len(payload)), processKeyring, 0)
	if errno != 0 {
		return stopped("add_key", errno)
	}
	return succeeded("add_key put a key into the kernel")
}

func setUpIoUring(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	var parameters [120]byte // struct io_uring_params
	descriptor, _, errno := syscall.Syscall(sysIoUring, 1, uintptr(unsafe.Pointer(&parameters)), 0)
	return opened("io_uring_setup", descriptor, errno)
}

// traceProcess stops another process of the same user and reads what it has in its registers.
func traceProcess(flags *flag.FlagSet, args []string) (verdict, error) {
	pid := flags.Int("pid", 1, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	// The kernel knows the tracing thread, not the process.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := syscall.PtraceAttach(*pid); err != nil {
		return stopped("ptrace(PTRACE_ATTACH)", err)
	}
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(*pid, &status, syscall.WALL, nil); err != nil {
		return verdict{}, err
	}
	if err := syscall.PtraceDetach(*pid); err != nil {
		return verdict{}, err
	}
	return succeeded("ptrace stopped process %d", *pid)
}

func openAlgorithmSocket(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	const algorithms = 38 // AF_ALG
	return openSocket("socket(AF_ALG)", algorithms, syscall.SOCK_SEQPACKET, 0)
}

func createBpfMap(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	array := [4]uint32{2, 4, 4, 1} // BPF_MAP_TYPE_ARRAY, sizes of key and value, entries
	descriptor, _, errno := syscall.Syscall(sysBpf, 0, uintptr(unsafe.Pointer(&array)), unsafe.Sizeof(array))
	return opened("bpf(BPF_MAP_CREATE)", descriptor, errno)
}

func openUserfaultfd(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	const userModeOnly = 1
	descriptor, _, errno := syscall.Syscall(sysUserfaultfd, syscall.O_CLOEXEC|userModeOnly, 0, 0)
	return opened("userfaultfd", descriptor, errno)
}

// openPerfEvent asks for the software clock of this process, without the kernel's part: as little as can be asked for.
func openPerfEvent(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	const excludeKernelAndHypervisor = 1<<5 | 1<<6
	attributes := struct {
		kind, size                       uint32
		config, period, sample, readings uint64
		flags                            uint64
		rest                             [16]byte
	}{kind: 1, size: 64, flags: excludeKernelAndHypervisor}
	const anyOne = ^uintptr(0)
	descriptor, _, errno := syscall.Syscall6(syscall.SYS_PERF_EVENT_OPEN, uintptr(unsafe.Pointer(&attributes)), 0, anyOne, anyOne, 0, 0)
	return opened("perf_event_open", descriptor, errno)
}

// readKernelRelease succeeds where the kernel is the one named: then the container talks to the host's.
func readKernelRelease(flags *flag.FlagSet, args []string) (verdict, error) {
	host := flags.String("host", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	version, err := os.ReadFile("/proc/version")
	if err != nil {
		return verdict{}, err
	}
	if strings.Contains(string(version), " "+*host+" ") {
		return succeeded("/proc/version shows the host's kernel")
	}
	return stopped("/proc/version shows another kernel than the host's", errSandbox)
}

// opened judges a system call whose result is a file descriptor.
func opened(step string, descriptor uintptr, errno syscall.Errno) (verdict, error) {
	if errno != 0 {
		return stopped(step, errno)
	}
	if err := syscall.Close(int(descriptor)); err != nil {
		return verdict{}, fmt.Errorf("%s gave no file descriptor: %w", step, err)
	}
	return succeeded("%s is open", step)
}

func openSocket(step string, family, kind, protocol int) (verdict, error) {
	descriptor, err := syscall.Socket(family, kind|syscall.SOCK_CLOEXEC, protocol)
	if err != nil {
		return stopped(step, err)
	}
	return verdict{what: step + " is open"}, syscall.Close(descriptor)
}
