package schedule

import (
	"fmt"
	"strconv"
	"time"
)

// Overlap is what becomes of a time at which the run before is still under way.
type Overlap string

const (
	// Skip leaves it out.
	Skip Overlap = "skip"
	// Wait begins when that one ends, once for all that have come by then.
	Wait Overlap = "wait"
)

// Config is what was declared.
type Config struct {
	Times
	Overlap
	// Timeout is the longest run.
	Timeout time.Duration
	// Words are the program and its arguments.
	Words []string
}

// ReadConfig reads arguments: expression, zone, overlap, seconds, and the words of the command.
func ReadConfig(arguments []string) (Config, error) {
	if len(arguments) < 5 {
		return Config{}, fmt.Errorf("%d arguments are too few", len(arguments))
	}
	times, err := ParseTimes(arguments[0], arguments[1])
	if err != nil {
		return Config{}, err
	}
	overlap := Overlap(arguments[2])
	if overlap != Skip && overlap != Wait {
		return Config{}, fmt.Errorf("%q is neither %s nor %s", overlap, Skip, Wait)
	}
	seconds, err := strconv.Atoi(arguments[3])
	if err != nil || seconds < 1 {
		return Config{}, fmt.Errorf("%q is not a number of seconds", arguments[3])
	}
	return Config{times, overlap, time.Duration(seconds) * time.Second, arguments[4:]}, nil
}
