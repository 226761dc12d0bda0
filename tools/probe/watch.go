package main

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	// The engine learns of the first success with no more delay than this share of the time that it took.
	sharesOfAge = 4
	// Of /proc on every Linux.
	ticksPerSecond = 100
)

// hold is how long to go on looking in a container that started so long ago: while somebody waits for its first success, a share of that.
func (c check) hold(age time.Duration) time.Duration {
	if age < c.young {
		return min(age/sharesOfAge, c.longest)
	}
	return c.longest
}

// watch looks until the hold is over, or an answer is another one than the first. An app that does not answer gets no longer than until the next look is
// due, so that failures are counted as often as without a hold. Its failure is noted: the next success, in whatever run, is told at once.
func (c check) watch(hold time.Duration) error {
	err := c.look()
	if err == nil && c.forgetFailure() {
		return nil
	}
	if err == nil {
		err = c.await(hold, c.every, nil)
	} else {
		err = c.await(min(hold, c.every), min(c.every, time.Second), err)
	}
	if err != nil {
		c.noteFailure()
	}
	return err
}

// await looks again after every pause, until the hold is over or an answer is another one than the first was.
func (c check) await(hold, pause time.Duration, first error) error {
	for began := time.Now(); ; {
		left := hold - time.Since(began)
		if left <= 0 {
			return first
		}
		time.Sleep(min(pause, left))
		if time.Since(began) >= hold {
			return first
		}
		if err := c.look(); (err == nil) != (first == nil) {
			return err
		}
	}
}

// noteFailure does nothing where the container may not write: there a recovery between two runs is told late.
func (c check) noteFailure() {
	if file, err := os.OpenFile(c.note, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err == nil {
		file.Close()
	}
}

// forgetFailure says whether there was one to forget.
func (c check) forgetFailure() bool {
	return os.Remove(c.note) == nil
}

// containerAge is the age of the container's first process; of a container that cannot say it, nothing.
func containerAge() time.Duration {
	uptime, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return 0
	}
	stat, err := os.ReadFile("/proc/1/stat")
	if err != nil {
		return 0
	}
	age, err := ageOf(string(uptime), string(stat))
	if err != nil {
		return 0
	}
	return age
}

func ageOf(uptime, stat string) (time.Duration, error) {
	seconds, err := strconv.ParseFloat(strings.SplitN(strings.TrimSpace(uptime), " ", 2)[0], 64)
	if err != nil {
		return 0, err
	}
	// The second field is the program's name in parentheses, and may hold spaces and parentheses itself.
	fields := strings.Fields(stat[strings.LastIndex(stat, ")")+1:])
	const start = 22 - 3
	if len(fields) <= start {
		return 0, errors.New("too few fields")
	}
	ticks, err := strconv.ParseInt(fields[start], 10, 64)
	if err != nil {
		return 0, err
	}
	return max(0, time.Duration(seconds*float64(time.Second))-time.Duration(ticks)*time.Second/ticksPerSecond), nil
}
