package acme

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
)

var noon = time.Date(2027, 1, 2, 12, 0, 0, 0, time.UTC)

func asking(retryAfter string) error {
	return fmt.Errorf("order: %w", &acme.Error{StatusCode: 429, Header: http.Header{"Retry-After": {retryAfter}}})
}

func TestBackoff(t *testing.T) {
	refused := errors.New("connection refused")
	const week = 7 * 24 * time.Hour
	for _, test := range []struct {
		name     string
		failures int
		err      error
		pause    time.Duration
	}{
		{"first", 1, refused, time.Minute},
		{"second", 2, refused, 2 * time.Minute},
		{"third", 3, refused, 4 * time.Minute},
		{"ninth", 9, refused, 256 * time.Minute},
		{"tenth", 10, refused, 6 * time.Hour},
		{"thousandth", 1000, refused, 6 * time.Hour},
		{"asked for longer", 1, asking("7200"), 2 * time.Hour},
		{"asked for less than it waits anyway", 10, asking("7200"), 6 * time.Hour},
		{"asked for nearly nothing", 1, asking("5"), time.Minute},
		{"with spaces", 1, asking(" 90 "), 90 * time.Second},
		{"a date", 1, asking(noon.Add(time.Hour).Format(http.TimeFormat)), time.Hour},
		{"a date of the past", 1, asking("Mon, 01 Jan 2001 00:00:00 GMT"), time.Minute},
		{"more than a number can be", 1, asking("99999999999999999999"), week},
		{"more than a duration can be", 1, asking("9999999999"), week},
		{"a date of another century", 1, asking("Mon, 01 Jan 2201 00:00:00 GMT"), week},
		{"below nothing", 1, asking("-5"), time.Minute},
		{"no number", 1, asking("soon"), time.Minute},
		{"without a header", 1, &acme.Error{StatusCode: 503}, time.Minute},
	} {
		if got := backoff(test.failures, time.Minute, test.err, noon); got != test.pause {
			t.Errorf("%s: waits %s, expected %s", test.name, got, test.pause)
		}
	}
}

func FuzzBackoff(f *testing.F) {
	f.Add("7200", 1)
	f.Add("Mon, 01 Jan 2201 00:00:00 GMT", 7)
	f.Fuzz(func(t *testing.T, value string, failures int) {
		pause := backoff(failures, time.Minute, asking(value), noon)
		if pause < time.Minute || pause > longestAsked {
			t.Errorf("%q after %d failures: waits %s", value, failures, pause)
		}
	})
}
