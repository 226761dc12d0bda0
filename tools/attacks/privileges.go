package main

import (
	"flag"
	"fmt"
	"math/bits"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// readCapabilities looks at what the kernel lets this process do beyond its user's rights.
func readCapabilities(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	held, err := effectiveCapabilities()
	if err != nil {
		return verdict{}, err
	}
	if held == 0 {
		return stopped("CapEff of the process", errNothing)
	}
	return succeeded("the process holds %d capabilities", bits.OnesCount64(held))
}

func effectiveCapabilities() (uint64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if value, found := strings.CutPrefix(line, "CapEff:"); found {
			return strconv.ParseUint(strings.TrimSpace(value), 16, 64)
		}
	}
	return 0, fmt.Errorf("no CapEff in /proc/self/status")
}

// becomeRoot is what a binary with root's setuid bit does, planted by whoever could write one file as root.
func becomeRoot(flags *flag.FlagSet, args []string) (verdict, error) {
	file := flags.String("file", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	if os.Getuid() == 0 {
		return verdict{}, fmt.Errorf("it is root already, so the setuid bit proves nothing")
	}
	content, err := os.ReadFile(*file)
	if err != nil {
		return stopped("reading root's file as uid of the app", err)
	}
	return succeeded("uid %d read root's file: %s", os.Geteuid(), firstLine(content))
}

// readUidMap succeeds where root of the container is root of the host.
func readUidMap(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	content, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		return verdict{}, err
	}
	fields := strings.Fields(string(content))
	if len(fields) < 3 {
		return verdict{}, fmt.Errorf("uid_map %q is not of three numbers", content)
	}
	if fields[0] == "0" && fields[1] == "0" {
		return succeeded("uid 0 inside is uid 0 on the host")
	}
	return stopped("uid 0 inside is an unprivileged uid on the host", errMapped)
}

// chownFile gives a file of its own away.
func chownFile(flags *flag.FlagSet, args []string) (verdict, error) {
	directory := flags.String("directory", "/tmp", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	file := filepath.Join(*directory, "attack-chown")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		return verdict{}, err
	}
	defer os.Remove(file)
	const somebodyElse = 12345
	if err := os.Chown(file, somebodyElse, somebodyElse); err != nil {
		return stopped("chown to another uid", err)
	}
	return succeeded("a file belongs to another uid now")
}

// setID becomes another user without a password.
func setID(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	const somebodyElse = 12345
	if err := syscall.Setresuid(somebodyElse, somebodyElse, somebodyElse); err != nil {
		return stopped("setresuid to another uid", err)
	}
	return succeeded("the process runs as another uid now")
}

// changeRoot takes the first step of the classic way out of a chroot.
func changeRoot(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	if err := syscall.Chroot("/tmp"); err != nil {
		return stopped("chroot", err)
	}
	return succeeded("/tmp is the root directory now")
}
