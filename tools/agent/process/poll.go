package process

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"
)

const (
	pollVariable = "POLL_SECONDS"
	pollInterval = time.Minute
)

// PollInterval is how long to wait before looking again: a minute, or less in tests, which cannot wait for it.
func PollInterval() (time.Duration, error) {
	return parsePollInterval(os.Getenv(pollVariable))
}

func parsePollInterval(value string) (time.Duration, error) {
	if value == "" {
		return pollInterval, nil
	}
	seconds, err := strconv.ParseUint(value, 10, 16)
	if err != nil || seconds == 0 {
		return 0, fmt.Errorf("%s=%q is not a number of seconds from 1 to 65535", pollVariable, value)
	}
	return time.Duration(seconds) * time.Second, nil
}

// Sleep says whether the time is over, and no request to end came first.
func Sleep(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
