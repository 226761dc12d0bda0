package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const mebibyte = 1 << 20

func readFile(flags *flag.FlagSet, args []string) (verdict, error) {
	file := flags.String("file", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	content, err := os.ReadFile(*file)
	if err != nil {
		return stopped("reading "+*file, err)
	}
	return succeeded("read %s: %s", *file, firstLine(content))
}

// writeFile leaves a file where none was.
func writeFile(flags *flag.FlagSet, args []string) (verdict, error) {
	file := flags.String("file", "", "")
	content := flags.String("content", "marker", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	handle, err := os.OpenFile(*file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return stopped("creating "+*file, err)
	}
	defer handle.Close()
	if _, err := handle.WriteString(*content); err != nil {
		return stopped("writing "+*file, err)
	}
	return succeeded("wrote %s", *file)
}

// rewriteFile writes the value that a kernel setting has already: the proof that any could be written, without a change.
func rewriteFile(flags *flag.FlagSet, args []string) (verdict, error) {
	file := flags.String("file", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	return rewrite(*file)
}

func rewrite(file string) (verdict, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return stopped("reading "+file, err)
	}
	handle, err := os.OpenFile(file, os.O_WRONLY, 0)
	if err != nil {
		return stopped("opening "+file+" for writing", err)
	}
	defer handle.Close()
	if _, err := handle.Write(content); err != nil {
		return stopped("writing "+file, err)
	}
	return succeeded("wrote %s", file)
}

// openForWriting opens a file whose every write acts on the host, and writes nothing.
func openForWriting(flags *flag.FlagSet, args []string) (verdict, error) {
	file := flags.String("file", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	handle, err := os.OpenFile(*file, os.O_WRONLY, 0)
	if err != nil {
		return stopped("opening "+*file+" for writing", err)
	}
	return verdict{what: *file + " is open for writing"}, handle.Close()
}

// fillDirectory writes until it is full or the bound is reached, and removes what it wrote.
func fillDirectory(flags *flag.FlagSet, args []string) (verdict, error) {
	directory := flags.String("directory", "/tmp", "")
	mebibytes := flags.Int("mebibytes", 64, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	if *mebibytes < 1 || *mebibytes > 256 {
		return verdict{}, usageError{fmt.Errorf("--mebibytes %d is not from 1 to 256", *mebibytes)}
	}
	file := filepath.Join(*directory, "attack-fill")
	handle, err := os.Create(file)
	if err != nil {
		return stopped("creating a file in "+*directory, err)
	}
	defer os.Remove(file)
	defer handle.Close()
	block := bytes.Repeat([]byte("x"), mebibyte)
	for range *mebibytes {
		if _, err := handle.Write(block); err != nil {
			return stopped(fmt.Sprintf("writing %d MiB to %s", *mebibytes, *directory), err)
		}
	}
	return succeeded("wrote %d MiB to %s", *mebibytes, *directory)
}

// readEnvironment looks for secrets where every process of the same user, and `docker inspect`, can read them.
func readEnvironment(flags *flag.FlagSet, args []string) (verdict, error) {
	name := flags.String("name", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	content, err := os.ReadFile("/proc/1/environ")
	if err != nil {
		return stopped("reading /proc/1/environ", err)
	}
	for _, variable := range strings.Split(string(content), "\x00") {
		if value, found := strings.CutPrefix(variable, *name+"="); found {
			return succeeded("read %s from the environment: %s", *name, value)
		}
	}
	return stopped("reading "+*name+" from the environment", errNothing)
}

// readBlockDevice makes a way to a disk of the host and reads the beginning of what is on it.
func readBlockDevice(flags *flag.FlagSet, args []string) (verdict, error) {
	major := flags.Int("major", 0, "")
	minor := flags.Int("minor", 0, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	const node = "/tmp/attack-device"
	if err := syscall.Mknod(node, syscall.S_IFBLK|0o600, *major<<8|*minor); err != nil {
		return stopped("mknod of a block device", err)
	}
	defer os.Remove(node)
	device, err := os.Open(node)
	if err != nil {
		return stopped("opening a block device", err)
	}
	defer device.Close()
	beginning := make([]byte, 512)
	if _, err := device.Read(beginning); err != nil {
		return stopped("reading a block device", err)
	}
	return succeeded("read the block device: %s", firstLine(beginning))
}

func mountMemory(flags *flag.FlagSet, args []string) (verdict, error) {
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	if err := syscall.Mount("attack", "/tmp", "tmpfs", 0, "size=1m"); err != nil {
		return stopped("mount(tmpfs)", err)
	}
	return verdict{what: "mounted a file system of its own"}, syscall.Unmount("/tmp", 0)
}

// remountWritable takes the read-only flag off a mount, or off the whole file system behind it, uses it and puts it on again.
func remountWritable(flags *flag.FlagSet, args []string) (verdict, error) {
	path := flags.String("path", "/proc/sys", "")
	file := flags.String("file", "", "")
	whole := flags.Bool("whole", false, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	remount := uintptr(syscall.MS_REMOUNT | syscall.MS_NOSUID | syscall.MS_NODEV | syscall.MS_NOEXEC)
	if !*whole {
		remount |= syscall.MS_BIND
	}
	if err := syscall.Mount("", *path, "", remount, ""); err != nil {
		return stopped("remounting "+*path, err)
	}
	result, err := rewrite(*file)
	return result, errors.Join(err, syscall.Mount("", *path, "", remount|syscall.MS_RDONLY, ""))
}

// firstLine of what was read, without what fills a block up.
func firstLine(content []byte) string {
	line, _, _ := strings.Cut(string(bytes.TrimRight(content, "\x00")), "\n")
	return strings.TrimSpace(line)
}
