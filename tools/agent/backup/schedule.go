package backup

import "time"

// Schedule is when backups begin: at every multiple of a period since 1970 in UTC, and so much later.
type Schedule struct {
	Period, Offset time.Duration
}

// Next is the first one after a time.
func (s Schedule) Next(after time.Time) time.Time {
	since := after.Sub(time.Unix(0, 0)) - s.Offset
	return time.Unix(0, 0).UTC().Add(since.Truncate(s.Period) + s.Period + s.Offset)
}

// IsOverdue says whether the last backup is older than it should be: one may be running, or have been missed while the host was down.
func (s Schedule) IsOverdue(last, now time.Time) bool {
	return now.Sub(last) > s.Period+s.Period/2
}
