package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"agent/certificate"
	"agent/process"
)

const (
	// Memory of the container: at a start there is none.
	slowFile    = "/tmp/slow-until"
	lookSlow    = time.Second
	longestSlow = 24 * time.Hour
	slowestSlow = time.Hour
	slowSetting = "log_min_duration_statement"
)

// LogSlow lets the server log statements that take longer than so many milliseconds, for so many seconds. Values that come beside a statement are left out.
func LogSlow(arguments []string) error {
	limits := []time.Duration{slowestSlow, longestSlow}
	numbers := make([]time.Duration, len(limits))
	for index, unit := range []time.Duration{time.Millisecond, time.Second} {
		number, err := strconv.Atoi(arguments[index])
		if err != nil || number < 0 || time.Duration(number)*unit > limits[index] {
			return fmt.Errorf("%q must be a whole number from 0 to %d", arguments[index], limits[index]/unit)
		}
		numbers[index] = time.Duration(number) * unit
	}
	until := time.Now().Add(numbers[1])
	// Before the settings: what is on has an end.
	if err := certificate.Replace(slowFile, []byte(until.UTC().Format(time.RFC3339)), 0o600); err != nil {
		return err
	}
	wanted := numbers[0].Milliseconds()
	if err := query(fmt.Sprintf("ALTER SYSTEM SET log_parameter_max_length = 0;\nALTER SYSTEM SET %s = %d;\nSELECT pg_reload_conf();\n", slowSetting, wanted)); err != nil {
		return err
	}
	return isLogged(wanted)
}

// isLogged is an error where the service itself says otherwise: its own settings come before those that are made while it runs.
func isLogged(milliseconds int64) error {
	ask := func() error {
		return query(fmt.Sprintf("DO $$ BEGIN ASSERT (SELECT setting = '%d' FROM pg_settings WHERE name = '%s'); END $$", milliseconds, slowSetting))
	}
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if err := ask(); err == nil || time.Now().After(deadline) {
			if err != nil {
				return errors.New(slowSetting + " is among the settings of the service, which decide")
			}
			return nil
		}
	}
}

// endSlow ends a log of slow statements when its time is over, and at the start of the server.
func endSlow(ctx context.Context) {
	// One that was killed has left it on.
	settings, _ := os.ReadFile(filepath.Join(dataDirectory, "postgresql.auto.conf"))
	isOn := strings.Contains(string(settings), slowSetting)
	for process.Sleep(ctx, lookSlow) {
		content, _ := os.ReadFile(slowFile)
		if isSlowLogged(string(content), time.Now()) {
			isOn = true
		} else if isOn {
			isOn = query("ALTER SYSTEM RESET "+slowSetting+";\nALTER SYSTEM RESET log_parameter_max_length;\nSELECT pg_reload_conf();\n") != nil
		}
	}
}

func isSlowLogged(content string, now time.Time) bool {
	until, err := time.Parse(time.RFC3339, strings.TrimSpace(content))
	return err == nil && now.Before(until)
}
