// Package schedule runs a command at the times that were declared, and keeps what became of it.
package schedule

import (
	"fmt"
	"strings"
	"time"

	// Images of apps may have no time zones.
	_ "time/tzdata"

	"github.com/adhocore/gronx"
)

const (
	fields    = 5
	hourField = 1
	// Farther away than the second day of any change of a zone, and nearer than the next change.
	nearby = 26 * time.Hour
	// A leap day is at most eight years away, and most zones change twice a year.
	mostChanges = 40
)

// Times are when runs begin: every minute whose clock shows what a cron expression says. A clock is changed twice a year in many zones. Where the expression
// names hours, a time that the clock leaps over is made up by the moment after the leap, and a time that it shows twice is the first one. Where it says every
// hour, it is every hour that passes.
type Times struct {
	expression string
	location   *time.Location
}

// ParseTimes is an error where there is no such time or no such zone.
// @param expression minute, hour, day of the month, month and weekday
// @param zone such as `Europe/Berlin`
func ParseTimes(expression, zone string) (Times, error) {
	location, err := time.LoadLocation(zone)
	if err != nil || zone == "" || zone == "Local" {
		return Times{}, fmt.Errorf("%q is not a time zone", zone)
	}
	times := Times{strings.Join(strings.Fields(expression), " "), location}
	if len(strings.Fields(expression)) != fields || !gronx.IsValid(times.expression) {
		return Times{}, fmt.Errorf("%q is not a cron expression of five fields", expression)
	}
	return times, nil
}

// String tells them from others.
func (t Times) String() string {
	return t.expression + " " + t.location.String()
}

// Next is the first one after a moment; zero where there is none.
func (t Times) Next(after time.Time) time.Time {
	if strings.Fields(t.expression)[hourField] == "*" {
		return t.nextHourly(after)
	}
	for clock := t.clockAt(after); ; {
		next, isThere := t.nextOnClock(clock, false)
		if !isThere {
			return time.Time{}
		}
		if moment := t.momentOf(next); moment.After(after) {
			return moment
		}
		clock = next
	}
}

// nextHourly goes from one change of the zone to the next: in between, the clock goes on as time does.
func (t Times) nextHourly(after time.Time) time.Time {
	inclusive := false
	for range mostChanges {
		local := after.In(t.location)
		_, change := local.ZoneBounds()
		next, isThere := t.nextOnClock(t.clockAt(after), inclusive)
		if !isThere {
			return time.Time{}
		}
		_, offset := local.Zone()
		moment := next.Add(-time.Duration(offset) * time.Second)
		if change.IsZero() || moment.Before(change) {
			return moment.In(t.location)
		}
		after, inclusive = change, true
	}
	return time.Time{}
}

// nextOnClock knows of no zone.
func (t Times) nextOnClock(after time.Time, inclusive bool) (time.Time, bool) {
	next, err := gronx.NextTickAfter(t.expression, after, inclusive)
	return next, err == nil
}

// clockAt is what the clock of the zone shows, as if it were UTC's.
func (t Times) clockAt(moment time.Time) time.Time {
	_, offset := moment.In(t.location).Zone()
	return moment.Add(time.Duration(offset) * time.Second).UTC()
}

// momentOf is the first one at which the clock shows it, or the end of the leap that left it out.
func (t Times) momentOf(clock time.Time) time.Time {
	_, before := clock.Add(-nearby).In(t.location).Zone()
	_, after := clock.Add(nearby).In(t.location).Zone()
	for _, offset := range []int{before, after} {
		moment := clock.Add(-time.Duration(offset) * time.Second).In(t.location)
		if t.clockAt(moment).Equal(clock) {
			return moment
		}
	}
	leapt := clock.Add(-time.Duration(before) * time.Second).In(t.location)
	start, _ := leapt.ZoneBounds()
	return start.In(t.location)
}
