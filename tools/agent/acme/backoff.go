package acme

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/crypto/acme"
)

const (
	longestBackoff = 6 * time.Hour
	// A server that asks for more is not asked for a week.
	longestAsked = 7 * 24 * time.Hour
)

// backoff is how long to wait after so many failures: twice as long after each further one, at most six hours; longer, at most a week, if the server asked
// for it.
func backoff(failures int, first time.Duration, err error, now time.Time) time.Duration {
	pause := first
	for ; failures > 1 && pause < longestBackoff; failures-- {
		pause *= 2
	}
	return max(min(pause, longestBackoff), retryAfter(err, now))
}

// retryAfter is what an answer asks for, in the two forms of RFC 9110: seconds, or a date.
func retryAfter(err error, now time.Time) time.Duration {
	var problem *acme.Error
	if !errors.As(err, &problem) {
		return 0
	}
	return parseRetryAfter(problem.Header.Get("Retry-After"), now)
}

func parseRetryAfter(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if date, err := http.ParseTime(value); err == nil {
		return min(max(date.Sub(now), 0), longestAsked)
	}
	seconds, err := strconv.ParseUint(value, 10, 64)
	if errors.Is(err, strconv.ErrRange) || seconds > uint64(longestAsked/time.Second) {
		return longestAsked
	}
	// Nothing, if it is no number.
	return time.Duration(seconds) * time.Second
}
