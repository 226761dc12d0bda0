package gateway

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"agent/certificate"
	"agent/logs"
	"agent/process"
)

const (
	certificatePatience = 30 * time.Second
	certificateEvery    = 500 * time.Millisecond
)

// Run starts HAProxy when its certificate is there, lets it take new ones, and prints its log.
func Run(file string, arguments []string, poll time.Duration) error {
	signals := process.Signals()
	err := process.Await(signals, certificatePatience, certificateEvery, func() bool { return certificate.Exists(file) })
	if err != nil && !errors.As(err, new(process.Exit)) {
		return fmt.Errorf("%s is %w; the log of the tenant's certificate container says why", file, err)
	}
	if err != nil {
		return err
	}
	lines, end, err := logs.Pipe()
	if err != nil {
		return err
	}
	haproxy := exec.Command("haproxy", arguments...)
	haproxy.Stdout = end
	if err := process.Start(haproxy); err != nil {
		return err
	}
	// The last one who writes into it ends it.
	end.Close()
	printed := make(chan struct{})
	go func() {
		logs.Buffer(lines, os.Stdout)
		close(printed)
	}()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	reload := func() error { return Reload(Request{Patience: defaultPatience}, os.Stdout) }
	go watcher{file, poll, reload}.watch(ctx, filesOf(filepath.Dir(file)))
	exit := process.Supervise(haproxy, signals)
	<-printed
	return exit
}
