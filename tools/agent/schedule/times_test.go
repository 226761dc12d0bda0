package schedule

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"
)

func parsed(t *testing.T, expression, zone string) Times {
	t.Helper()
	times, err := ParseTimes(expression, zone)
	if err != nil {
		t.Fatal(err)
	}
	return times
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	found, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// In Berlin the clock leaps from 02:00 to 03:00 on 2027-03-28, and from 03:00 back to 02:00 on 2027-10-31; on Lord Howe Island by half an hour.
func TestNextWhereTheClockIsChanged(t *testing.T) {
	for _, given := range []struct {
		says, expression, zone, after string
		next                          []string
	}{
		{"a time that does not exist is made up after the leap", "30 2 * * *", "Europe/Berlin", "2027-03-27T12:00:00+01:00",
			[]string{"2027-03-28T03:00:00+02:00", "2027-03-29T02:30:00+02:00"}},
		{"and once", "0,30 2 * * *", "Europe/Berlin", "2027-03-28T00:00:00+01:00", []string{"2027-03-28T03:00:00+02:00", "2027-03-29T02:00:00+02:00"}},
		{"a time that exists twice is the first one", "30 2 * * *", "Europe/Berlin", "2027-10-30T12:00:00+02:00",
			[]string{"2027-10-31T02:30:00+02:00", "2027-11-01T02:30:00+01:00"}},
		{"also when the second one is near", "30 2 * * *", "Europe/Berlin", "2027-10-31T02:10:00+01:00", []string{"2027-11-01T02:30:00+01:00"}},
		{"every hour is every hour that passes", "30 * * * *", "Europe/Berlin", "2027-10-31T01:00:00+02:00",
			[]string{"2027-10-31T01:30:00+02:00", "2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00", "2027-10-31T03:30:00+01:00"}},
		{"also over a leap", "*/30 * * * *", "Europe/Berlin", "2027-03-28T01:00:00+01:00",
			[]string{"2027-03-28T01:30:00+01:00", "2027-03-28T03:00:00+02:00", "2027-03-28T03:30:00+02:00"}},
		{"leaps may be of half an hour", "15 2 * * *", "Australia/Lord_Howe", "2027-10-02T12:00:00+10:30",
			[]string{"2027-10-03T02:30:00+11:00", "2027-10-04T02:15:00+11:00"}},
		{"and so may repetitions", "*/15 * * * *", "Australia/Lord_Howe", "2027-04-04T01:30:00+11:00",
			[]string{"2027-04-04T01:45:00+11:00", "2027-04-04T01:30:00+10:30", "2027-04-04T01:45:00+10:30", "2027-04-04T02:00:00+10:30"}},
		{"UTC never changes", "30 2 * * *", "UTC", "2027-03-28T00:00:00Z", []string{"2027-03-28T02:30:00Z", "2027-03-29T02:30:00Z"}},
		{"leap days are far away", "0 * 29 2 *", "Europe/Berlin", "2097-01-01T00:00:00Z", []string{"2104-02-29T00:00:00+01:00"}},
		{"and so is one of a time", "0 5 29 2 *", "Europe/Berlin", "2097-01-01T00:00:00Z", []string{"2104-02-29T05:00:00+01:00"}},
	} {
		times, after := parsed(t, given.expression, given.zone), moment(t, given.after)
		for _, expected := range given.next {
			next := times.Next(after)
			if !next.Equal(moment(t, expected)) {
				t.Errorf("%s: %s after %s is %s instead of %s", given.says, times, after, next, expected)
			}
			after = next
		}
	}
}

// The same file is read by the unit tests of the library, whose parser is another one.
func TestNextAsTheLibraryComputesIt(t *testing.T) {
	content, err := os.ReadFile("testdata/next.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Expression, Zone, After string
		Next                    []string
	}
	if err := json.Unmarshal(content, &cases); err != nil || len(cases) < 20 {
		t.Fatal(len(cases), err)
	}
	for _, given := range cases {
		times, after := parsed(t, given.Expression, given.Zone), moment(t, given.After)
		for _, expected := range given.Next {
			if after = times.Next(after); !after.Equal(moment(t, expected)) {
				t.Fatalf("%s: %s instead of %s", times, after.UTC().Format(time.RFC3339), expected)
			}
		}
	}
}

func TestWhatIsNoTime(t *testing.T) {
	for _, given := range [][2]string{{"30 2 * *", "UTC"}, {"30 2 * * * *", "UTC"}, {"61 2 * * *", "UTC"}, {"30 2 * * *", "Nowhere"}, {"30 2 * * *", ""}, {"30 2 * * *", "Local"}} {
		if times, err := ParseTimes(given[0], given[1]); err == nil {
			t.Errorf("%q in %q is %s", given[0], given[1], times)
		}
	}
}

func TestThereMayBeNoNext(t *testing.T) {
	for _, expression := range []string{"0 0 30 2 *", "0 * 30 2 *"} {
		if next := parsed(t, expression, "Europe/Berlin").Next(moment(t, "2027-01-01T00:00:00Z")); !next.IsZero() {
			t.Errorf("%s: %s", expression, next)
		}
	}
}

func FuzzNext(f *testing.F) {
	f.Add(int64(1_800_000_000), uint8(30), uint8(2), uint8(0), false)
	f.Add(int64(1_806_200_000), uint8(0), uint8(0), uint8(1), true)
	zones := []string{"Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Africa/Casablanca", "Asia/Kathmandu", "UTC"}
	f.Fuzz(func(t *testing.T, after int64, minute, hour, zone uint8, hourly bool) {
		if after < 1_000_000_000 || after > 3_000_000_000 || minute > 59 || hour > 23 {
			t.Skip()
		}
		hours := "*"
		if !hourly {
			hours = fmt.Sprint(hour)
		}
		times := parsed(t, fmt.Sprintf("%d %s * * *", minute, hours), zones[int(zone)%len(zones)])
		from := time.Unix(after, 0)
		next := times.Next(from)
		if !next.After(from) || next.Sub(from) > 50*time.Hour || hourly && next.Sub(from) > 2*time.Hour {
			t.Fatalf("%s after %s: %s", times, from, next)
		}
		clock := times.clockAt(next)
		start, _ := next.ZoneBounds()
		if clock.Minute() != int(minute) && !next.Equal(start) {
			t.Errorf("%s after %s: %s", times, from, next)
		}
		// Whatever lies before it has the same next one.
		if between := from.Add(next.Sub(from) / 2); !times.Next(between).Equal(next) {
			t.Errorf("%s after %s: %s, and after %s: %s", times, from, next, between, times.Next(between))
		}
	})
}
