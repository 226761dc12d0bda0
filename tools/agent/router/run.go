// Package router runs nginx, which waits for whoever reads its standard output. An engine that restarts reads nothing for a while, and no request may wait
// for it: so nginx sends its log as datagrams, for which it never waits, and what prints them is the one that waits.
package router

import (
	"fmt"
	"os"
	"os/exec"
	"time"

	"agent/logs"
	"agent/process"
)

// Of nginx's configuration, see constructs/network/ports.ts.
const logPort = 5140

// Run starts nginx, and prints its log.
func Run(arguments []string) error {
	signals := process.Signals()
	log, err := logs.ListenSyslog(logPort)
	if err != nil {
		return err
	}
	nginx := exec.Command("nginx", arguments...)
	if err := process.Start(nginx); err != nil {
		return err
	}
	go func() {
		for {
			fmt.Fprintf(os.Stderr, "router: log: %v\n", log.Print(os.Stdout))
			time.Sleep(time.Second)
		}
	}()
	go func() {
		if err := announce(); err != nil {
			fmt.Fprintf(os.Stderr, "router: the host is not told where it is: %v\n", err)
		}
	}()
	return process.Supervise(nginx, signals)
}
