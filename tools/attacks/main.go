// Command attacks tries what an intruder in a container tries, one subcommand an attempt. It is the same static file in a plain container and in a
// hardened one, so that the difference is the container's. Every attempt is bounded in time, memory and count, reads or writes only what a test made
// for it, and undoes what it did.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

const (
	exitSucceeded = 0
	exitBroken    = 1
	exitMisused   = 2
	exitStopped   = 3
)

// attack parses its own flags and then tries.
type attack func(flags *flag.FlagSet, args []string) (verdict, error)

var attacks = map[string]attack{
	// kernel.go
	"af-alg":          openAlgorithmSocket,
	"bpf":             createBpfMap,
	"clone-namespace": cloneUserNamespace,
	"io-uring":        setUpIoUring,
	"kernel-release":  readKernelRelease,
	"keyctl":          addKey,
	"perf-event":      openPerfEvent,
	"ptrace":          traceProcess,
	"unshare":         unshareUserNamespace,
	"userfaultfd":     openUserfaultfd,
	// privileges.go
	"become-root":  becomeRoot,
	"capabilities": readCapabilities,
	"chown":        chownFile,
	"chroot":       changeRoot,
	"set-id":       setID,
	"uid-map":      readUidMap,
	// files.go
	"environ": readEnvironment,
	"fill":    fillDirectory,
	"mknod":   readBlockDevice,
	"mount":   mountMemory,
	"open":    openForWriting,
	"read":    readFile,
	"remount": remountWritable,
	"rewrite": rewriteFile,
	"write":   writeFile,
	// network.go
	"arp-spoof":  spoofNeighbour,
	"connect":    connectTo,
	"fetch":      fetchFrom,
	"raw-socket": openRawSocket,
	// resources.go
	"cpu-hog":     hogProcessor,
	"fork-bomb":   forkBomb,
	"memory-bomb": memoryBomb,
	// escape.go
	"engine-takeover": takeEngineOver,
	"release-agent":   escapeByReleaseAgent,
}

// Not attacks: what they are aimed at and measured with.
var helpers = map[string]func(flags *flag.FlagSet, args []string, stdout io.Writer) error{
	"serve":    serve,
	"registry": serveRegistry,
	"latency":  measureLatency,
	"load":     loadUntilTold,
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		return misused(stderr, errors.New("what to try is missing"))
	}
	name := args[0]
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if helper, found := helpers[name]; found {
		return failed(stderr, name, helper(flags, args[1:], stdout))
	}
	try, found := attacks[name]
	if !found {
		return misused(stderr, fmt.Errorf("%q is not an attack", name))
	}
	verdict, err := try(flags, args[1:])
	if err != nil {
		return failed(stderr, name, err)
	}
	fmt.Fprintln(stdout, verdict)
	return verdict.exitCode()
}

func failed(stderr io.Writer, name string, err error) int {
	if err == nil {
		return exitSucceeded
	}
	var usage usageError
	if errors.As(err, &usage) {
		return misused(stderr, err)
	}
	fmt.Fprintf(stderr, "%s is broken: %v\n", name, err)
	return exitBroken
}

func misused(stderr io.Writer, err error) int {
	names := slices.Sorted(func(yield func(string) bool) {
		for name := range attacks {
			if !yield(name) {
				return
			}
		}
	})
	fmt.Fprintf(stderr, "attacks: %v\nusage: attacks NAME [--flag value]...\nnames: %s\n", err, strings.Join(names, ", "))
	return exitMisused
}

// usageError is a wrong argument.
type usageError struct{ error }

// parse reads the flags and refuses words that belong to none.
func parse(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		return usageError{err}
	}
	if flags.NArg() > 0 {
		return usageError{fmt.Errorf("unexpected argument %q", flags.Arg(0))}
	}
	return nil
}
