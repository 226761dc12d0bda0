// Command probe answers one question for a container's health check: does the app in this container answer?
// Before the first start it gives the container's volumes to its user, as `probe own`; as `probe exec` it starts a program with variables from files.
// It is one static file that a container mounts read-only, so that no image has to carry a shell or curl for it.
// To start a process in a container costs an engine far more than a look at a port: so one process looks many times.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

const usage = `usage: probe http --port PORT --path /PATH [--host HOST] [--header 'NAME: VALUE']... [--loopback] [--timeout 2s] [--every 5s --for 5m --young 1m]
       probe tcp  --port PORT [--loopback] [--timeout 2s] [--every 5s --for 5m --young 1m]
       probe http|tcp … --address NEIGHBOUR
       probe own  --user UID [--group GID] DIRECTORY
       probe keep --type TYPE /FILE
       probe exec NAME=/FILE... -- PROGRAM [ARGUMENT]...

asks at the addresses of the container's networks, at 127.0.0.1, or at those of a neighbour by its name

looks once, or every so often for as long as told, in a young container for a quarter of its age;
what is worse than before, or better, ends it at once

own gives a directory and all below it to a user
keep writes its standard input into a file
exec becomes the program, with variables whose values are in files

exit 0: healthy, or given; nothing is printed
exit 1: not healthy, or not given; one line says why
exit 2: the arguments are wrong
`

const (
	healthy   = 0
	unhealthy = 1
	misused   = 2
)

// Apps that allow only some hosts know this one.
const localhost = "localhost"

const note = "/tmp/.appengine-probe-failed"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process: the reason goes to stdout, because that is what `docker inspect` keeps of a health check.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "own" {
		return runOwn(args[1:], stdout, stderr)
	}
	if len(args) > 0 && args[0] == "keep" {
		return runKeep(args[1:], os.Stdin, stderr)
	}
	if len(args) > 0 && args[0] == "exec" {
		return runStart(args[1:], stderr)
	}
	check, err := parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "probe: %v\n%s", err, usage)
		return misused
	}
	if err := check.watch(check.hold(containerAge())); err != nil {
		fmt.Fprintf(stdout, "%s: %s\n", check, check.reason(err))
		return unhealthy
	}
	return healthy
}

func runOwn(args []string, stdout, stderr io.Writer) int {
	own, err := parseOwn(args)
	if err != nil {
		fmt.Fprintf(stderr, "probe: %v\n%s", err, usage)
		return misused
	}
	if err := own.apply(); err != nil {
		fmt.Fprintln(stdout, err)
		return unhealthy
	}
	return healthy
}

func parse(args []string) (check, error) {
	if len(args) == 0 {
		return check{}, errors.New("what to probe is missing: http or tcp")
	}
	kind := args[0]
	if kind != "http" && kind != "tcp" {
		return check{}, fmt.Errorf("%q is not a kind of probe: http or tcp", kind)
	}

	parsed := check{host: localhost, headers: http.Header{}}
	flags := flag.NewFlagSet(kind, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&parsed.port, "port", 0, "")
	flags.BoolVar(&parsed.onLoopback, "loopback", false, "")
	flags.StringVar(&parsed.neighbour, "address", "", "")
	flags.DurationVar(&parsed.timeout, "timeout", 2*time.Second, "")
	flags.DurationVar(&parsed.every, "every", 5*time.Second, "")
	flags.DurationVar(&parsed.longest, "for", 0, "")
	flags.DurationVar(&parsed.young, "young", 0, "")
	if kind == "http" {
		flags.StringVar(&parsed.path, "path", "", "")
		flags.StringVar(&parsed.host, "host", localhost, "")
		flags.Func("header", "", func(text string) error {
			name, value, ok := strings.Cut(text, ": ")
			if !ok {
				return fmt.Errorf("%q is not NAME: VALUE", text)
			}
			parsed.headers.Add(name, value)
			return nil
		})
	}
	if err := flags.Parse(args[1:]); err != nil {
		return check{}, err
	}

	// A single look cannot hide a recovery: nothing has to be noted.
	if parsed.longest > 0 {
		parsed.note = note
	}

	switch {
	case flags.NArg() > 0:
		return check{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case parsed.port < 1 || parsed.port > 65535:
		return check{}, fmt.Errorf("--port %d is not between 1 and 65535", parsed.port)
	case parsed.onLoopback && parsed.neighbour != "":
		return check{}, errors.New("--loopback and --address exclude each other")
	case parsed.timeout <= 0:
		return check{}, fmt.Errorf("--timeout %s is not longer than 0s", parsed.timeout)
	case parsed.every <= 0:
		return check{}, fmt.Errorf("--every %s is not longer than 0s", parsed.every)
	case parsed.longest < 0:
		return check{}, fmt.Errorf("--for %s is shorter than 0s", parsed.longest)
	case parsed.young < 0:
		return check{}, fmt.Errorf("--young %s is shorter than 0s", parsed.young)
	case kind == "http" && !strings.HasPrefix(parsed.path, "/"):
		return check{}, fmt.Errorf("--path %q does not start with /", parsed.path)
	}
	if kind == "http" {
		if _, err := parsed.request(context.Background()); err != nil {
			return check{}, fmt.Errorf("--path %q is not the path of a URL", parsed.path)
		}
	}
	return parsed, nil
}
