package main

import (
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// answering serves what `status` says of each look, counted from 1.
func answering(t *testing.T, status func(look int) int) (port string, looks *atomic.Int32) {
	t.Helper()
	looks = new(atomic.Int32)
	port = serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status(int(looks.Add(1)))) })
	return port, looks
}

func wellFromTheSecondLookOn(look int) int {
	if look == 1 {
		return 503
	}
	return 200
}

func watching(t *testing.T, port string) check {
	t.Helper()
	number, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return check{
		port: number, path: "/healthz", timeout: time.Second, every: 100 * time.Millisecond, longest: time.Minute,
		note: filepath.Join(t.TempDir(), "failed"),
	}
}

func TestTheHoldIsAQuarterOfTheAgeOfAYoungContainer(t *testing.T) {
	c := check{longest: 5 * time.Minute, young: time.Minute}
	for age, hold := range map[time.Duration]time.Duration{
		0:                0,
		4 * time.Second:  time.Second,
		20 * time.Second: 5 * time.Second,
		time.Minute:      5 * time.Minute,
		24 * time.Hour:   5 * time.Minute,
	} {
		if got := c.hold(age); got != hold {
			t.Errorf("after %s: got %s, expected %s", age, got, hold)
		}
	}
	c.young = time.Hour
	if got := c.hold(50 * time.Minute); got != 5*time.Minute {
		t.Errorf("young for an hour: got %s, expected no more than the longest", got)
	}
	if got := (check{}).hold(time.Hour); got != 0 {
		t.Errorf("without --for: got %s, expected a single look", got)
	}
}

func TestWithoutAHoldItLooksOnce(t *testing.T) {
	port, looks := answering(t, func(int) int { return 200 })
	if err := watching(t, port).watch(0); err != nil || looks.Load() != 1 {
		t.Errorf("got %v after %d looks", err, looks.Load())
	}
}

func TestAHealthyAppIsWatchedUntilTheHoldIsOver(t *testing.T) {
	port, looks := answering(t, func(int) int { return 200 })
	began := time.Now()
	if err := watching(t, port).watch(450 * time.Millisecond); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took < 450*time.Millisecond || looks.Load() < 2 || looks.Load() > 5 {
		t.Errorf("%d looks in %s, expected up to 5 in 450 ms", looks.Load(), took)
	}
}

func TestAFailureEndsTheHold(t *testing.T) {
	port, looks := answering(t, func(look int) int {
		if look < 3 {
			return 200
		}
		return 503
	})
	if err := watching(t, port).watch(time.Minute); err == nil || looks.Load() != 3 {
		t.Errorf("got %v after %d looks, expected the failure of the third", err, looks.Load())
	}
}

func TestASuccessAfterAFailureIsToldAtOnce(t *testing.T) {
	port, looks := answering(t, wellFromTheSecondLookOn)
	c := watching(t, port)
	c.every = 30 * time.Second
	began := time.Now()
	if err := c.watch(time.Minute); err != nil || looks.Load() != 2 {
		t.Errorf("got %v after %d looks", err, looks.Load())
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestAFailureIsToldBeforeTheNextLookIsDue(t *testing.T) {
	port, _ := answering(t, func(int) int { return 503 })
	began := time.Now()
	if err := watching(t, port).watch(time.Minute); err == nil {
		t.Error("got no failure")
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestARecoveryBetweenTwoRunsIsToldAtOnce(t *testing.T) {
	port, looks := answering(t, wellFromTheSecondLookOn)
	c := watching(t, port)
	if err := c.watch(0); err == nil {
		t.Fatal("got no failure")
	}
	if err := c.watch(time.Hour); err != nil || looks.Load() != 2 {
		t.Errorf("got %v after %d looks, expected a success at the second", err, looks.Load())
	}
	// It is told once: a container that stays well is watched again.
	if err := c.watch(250 * time.Millisecond); err != nil || looks.Load() < 4 {
		t.Errorf("got %v after %d looks, expected more of them", err, looks.Load())
	}
}

func TestAContainerThatMayNotWriteIsWatchedAllTheSame(t *testing.T) {
	port, _ := answering(t, wellFromTheSecondLookOn)
	c := watching(t, port)
	c.note = "/proc/failed"
	if err := c.watch(0); err == nil {
		t.Error("got no failure")
	}
	if err := c.watch(250 * time.Millisecond); err != nil {
		t.Error(err)
	}
}

func TestAge(t *testing.T) {
	stat := func(ticks string) string {
		return "1 (a b) c) S " + strings.Repeat("0 ", 18) + ticks + " 0 0"
	}
	for _, test := range []struct {
		uptime, stat string
		age          time.Duration
	}{
		{"100.50 180.00\n", stat("9000"), 10500 * time.Millisecond},
		{"100.50 180.00\n", stat("0"), 100500 * time.Millisecond},
		// The clock of another namespace.
		{"1.00 1.00\n", stat("9000"), 0},
	} {
		if got, err := ageOf(test.uptime, test.stat); err != nil || got != test.age {
			t.Errorf("got %s and %v, expected %s", got, err, test.age)
		}
	}
	for _, bad := range [][2]string{{"", stat("1")}, {"soon", stat("1")}, {"1.0", ""}, {"1.0", "1 (a"}, {"1.0", "1 (a) S 0"}, {"1.0", stat("x")}} {
		if _, err := ageOf(bad[0], bad[1]); err == nil {
			t.Errorf("%q is no age", bad)
		}
	}
	if age := containerAge(); age <= 0 {
		t.Errorf("this machine is %s old", age)
	}
}
