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

// hold is how long to go on looking in a container that started so long ago.
func (c check) hold(age time.Duration) time.Duration {
	return min(age/sharesOfAge, c.longest)
}

// watch looks until the hold is over, or an answer is another one than the first. An app that does not answer gets no longer than until the next look is
// due, so that failures are counted as often as without a hold.
func (c check) watch(hold time.Duration) error {
	first := c.look()
	pause := c.every
	if first != nil {
		hold, pause = min(hold, c.every), min(c.every, time.Second)
	}
	began := time.Now()
	for {
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
