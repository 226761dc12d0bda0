package backup

import (
	"testing"
	"time"
)

func TestNextIsTheFirstOneAfterATime(t *testing.T) {
	daily := Schedule{24 * time.Hour, 3*time.Hour + 15*time.Minute}
	for after, expected := range map[string]string{
		"2026-11-29T00:00:00Z": "2026-11-29T03:15:00Z",
		"2026-11-29T03:14:59Z": "2026-11-29T03:15:00Z",
		"2026-11-29T03:15:00Z": "2026-11-30T03:15:00Z",
		"2026-12-31T23:59:59Z": "2027-01-01T03:15:00Z",
	} {
		moment, err := time.Parse(time.RFC3339, after)
		if err != nil {
			t.Fatal(err)
		}
		if next := daily.Next(moment).Format(time.RFC3339); next != expected {
			t.Errorf("after %s: %s instead of %s", after, next, expected)
		}
	}
}

func FuzzNext(f *testing.F) {
	f.Add(int64(1_700_000_000), 86_400, 11_700)
	f.Fuzz(func(t *testing.T, after int64, period, offset int) {
		if period < 1 || period > 7*86_400 || offset < 0 || offset >= period || after < int64(offset) || after > 1<<32 {
			t.Skip()
		}
		schedule := Schedule{time.Duration(period) * time.Second, time.Duration(offset) * time.Second}
		next := schedule.Next(time.Unix(after, 0)).Unix()
		if next <= after || next > after+int64(period) || (next-int64(offset))%int64(period) != 0 {
			t.Errorf("after %d: %d", after, next)
		}
	})
}

func TestOverdue(t *testing.T) {
	daily, last := Schedule{24 * time.Hour, 0}, time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	if daily.IsOverdue(last, last.Add(35*time.Hour)) || !daily.IsOverdue(last, last.Add(37*time.Hour)) {
		t.Error("half a period late is overdue, and nothing before")
	}
}
