package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// forkBomb starts processes that only sleep, up to a bound, and ends them all.
func forkBomb(flags *flag.FlagSet, args []string) (verdict, error) {
	count := flags.Int("count", 600, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	if *count < 1 || *count > 2000 {
		return verdict{}, usageError{fmt.Errorf("--count %d is not from 1 to 2000", *count)}
	}
	children := make([]int, 0, *count)
	var refused error
	for range *count {
		pid, err := forkSleeper()
		if err != nil {
			refused = err
			break
		}
		children = append(children, pid)
	}
	for _, pid := range children {
		err := syscall.Kill(pid, syscall.SIGKILL)
		_, waited := syscall.Wait4(pid, nil, 0, nil)
		refused = errors.Join(refused, err, waited)
	}
	if refused != nil {
		return stopped(fmt.Sprintf("starting %d processes", *count), refused)
	}
	return succeeded("started %d processes", *count)
}

// forkSleeper costs no more than a page table: the child never comes back to Go, and ends by itself after ten seconds.
//
//go:norace
func forkSleeper() (int, error) {
	sleep := syscall.Timespec{Sec: 10}
	pid, _, errno := forkAndSleep(&sleep)
	if errno != 0 {
		return 0, errno
	}
	return int(pid), nil
}

// memoryBomb lets a child take memory, so that somebody is left to tell how it ended.
func memoryBomb(flags *flag.FlagSet, args []string) (verdict, error) {
	mebibytes := flags.Int("mebibytes", 512, "")
	takes := flags.Bool("takes", false, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	if *mebibytes < 1 || *mebibytes > 1024 {
		return verdict{}, usageError{fmt.Errorf("--mebibytes %d is not from 1 to 1024", *mebibytes)}
	}
	if *takes {
		memory := make([]byte, *mebibytes*mebibyte)
		for page := 0; page < len(memory); page += 4096 {
			memory[page] = 1
		}
		return succeeded("took %d MiB of memory", len(memory)/mebibyte)
	}
	err := exec.Command("/proc/self/exe", "memory-bomb", "--takes", "--mebibytes", strconv.Itoa(*mebibytes)).Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return stopped(fmt.Sprintf("taking %d MiB of memory", *mebibytes), errKilled)
	}
	if err != nil {
		return verdict{}, err
	}
	return succeeded("took %d MiB of memory", *mebibytes)
}

// hogProcessor computes nothing on four threads and looks at what the kernel says to that.
func hogProcessor(flags *flag.FlagSet, args []string) (verdict, error) {
	duration := flags.Duration("for", 3*time.Second, "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	if *duration > 10*time.Second {
		return verdict{}, usageError{fmt.Errorf("--for %s is longer than 10s", *duration)}
	}
	before, err := throttledPeriods()
	if err != nil {
		return verdict{}, err
	}
	var threads sync.WaitGroup
	for range 4 {
		threads.Go(func() { spin(*duration) })
	}
	threads.Wait()
	after, err := throttledPeriods()
	if err != nil {
		return verdict{}, err
	}
	// On a busy host four threads may get less than their quota, and nobody has to hold them back.
	if after > before || hasQuota() {
		return stopped("four threads that never rest", errThrottled)
	}
	return succeeded("four threads took every core they could get")
}

// hasQuota tells whether the kernel would hold this container back, in the layout of cgroup v1 or v2.
func hasQuota() bool {
	for _, file := range []string{"/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "/sys/fs/cgroup/cpu.max"} {
		if content, err := os.ReadFile(file); err == nil {
			return !bytes.HasPrefix(content, []byte("-1")) && !bytes.HasPrefix(content, []byte("max"))
		}
	}
	return false
}

// throttledPeriods counts how often the kernel held this container back, in the layout of cgroup v1 or v2.
func throttledPeriods() (int, error) {
	content, err := os.ReadFile("/sys/fs/cgroup/cpu/cpu.stat")
	if errors.Is(err, os.ErrNotExist) {
		content, err = os.ReadFile("/sys/fs/cgroup/cpu.stat")
	}
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(content)) {
		if value, found := strings.CutPrefix(line, "nr_throttled "); found {
			return strconv.Atoi(strings.TrimSpace(value))
		}
	}
	// A cgroup of version 2 without the controller has no such line, and no quota either.
	return 0, nil
}

func spin(duration time.Duration) {
	for end := time.Now().Add(duration); time.Now().Before(end); {
	}
}

const floodMebibytes = 64

// floodLog writes lines that do not compress, because some log drivers do.
func floodLog(log io.Writer) error {
	generator := rand.NewChaCha8([32]byte{})
	random := make([]byte, 4096)
	line := bytes.NewBuffer(nil)
	for written := 0; written < floodMebibytes*mebibyte; {
		if _, err := generator.Read(random); err != nil {
			return err
		}
		line.Reset()
		fmt.Fprintf(line, "%x\n", random)
		length, err := log.Write(line.Bytes())
		if err != nil {
			return err
		}
		written += length
	}
	return nil
}

// percentile of durations; they are sorted by it.
func percentile(durations []time.Duration, percent int) time.Duration {
	slices.Sort(durations)
	return durations[min(len(durations)*percent/100, len(durations)-1)]
}
