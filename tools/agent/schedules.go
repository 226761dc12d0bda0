package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"agent/process"
	"agent/schedule"
)

// As those of backups.
const busy = 14

func keepSchedule(arguments []string) error {
	config, err := schedule.ReadConfig(arguments)
	if err != nil {
		return argumentError{err}
	}
	ctx := untilStopped()
	listener, err := schedule.Listen(schedule.Directory)
	if err != nil {
		return err
	}
	defer listener.Close()
	keeper := schedule.NewKeeper(config, schedule.Directory, os.Stdout, os.Stderr)
	go keeper.Serve(ctx, listener)
	return keeper.Keep(ctx)
}

func runSchedule([]string) error {
	err := schedule.Ask(schedule.Directory, schedule.AskRun, os.Stdout, os.Stderr)
	if errors.Is(err, schedule.ErrBusy) {
		fmt.Fprintln(os.Stderr, err)
		return process.Exit{Status: busy}
	}
	return err
}

func listSchedule([]string) error {
	return schedule.Ask(schedule.Directory, schedule.AskList, os.Stdout, io.Discard)
}

func checkSchedule([]string) error {
	return schedule.Ask(schedule.Directory, schedule.AskList, io.Discard, io.Discard)
}
