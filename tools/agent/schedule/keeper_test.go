package schedule

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"agent/process"
)

func kept(t *testing.T, directory string, overlap Overlap, expression, script string) *Keeper {
	t.Helper()
	config := Config{parsed(t, expression, "UTC"), overlap, time.Minute, []string{"/bin/sh", "-c", script}}
	return NewKeeper(config, directory, &bytes.Buffer{}, &bytes.Buffer{})
}

func outcomes(k *Keeper) []string {
	found := []string{}
	for _, run := range k.List().Runs {
		found = append(found, run.Outcome)
	}
	return found
}

func expect(t *testing.T, k *Keeper, expected ...string) {
	t.Helper()
	if found := outcomes(k); !slices.Equal(found, expected) {
		t.Errorf("%v instead of %v", found, expected)
	}
}

// until waits for a process, which no clock of a test knows.
func until(t *testing.T, isThere func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !isThere(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not happen")
		}
	}
}

func TestItRunsWhenItIsDue(t *testing.T) {
	directory := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		keeper := kept(t, directory, Skip, "30 2 * * *", "echo run >> "+directory+"/ran; echo done; echo trouble >&2")
		began, ended := time.Now(), make(chan error)
		go func() { ended <- keeper.Keep(ctx) }()
		time.Sleep(3 * 24 * time.Hour)
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		expect(t, keeper, Succeeded, Succeeded, Succeeded)
		for index, run := range keeper.List().Runs {
			if due := began.UTC().Truncate(24 * time.Hour).Add(time.Duration(index)*24*time.Hour + 150*time.Minute); !run.Due.Equal(due) || !run.Began.Equal(due) {
				t.Errorf("%+v instead of %s", run, due)
			}
			if slices.Sort(run.Lines); !slices.Equal(run.Lines, []string{"done", "trouble"}) {
				t.Error(run.Lines)
			}
		}
	})
	if content, _ := os.ReadFile(filepath.Join(directory, "ran")); string(content) != "run\nrun\nrun\n" {
		t.Errorf("%q", content)
	}
}

func TestWhatFailed(t *testing.T) {
	for script, expected := range map[string]Run{
		"exit 3":                 {ExitCode: 3, Message: "exit code 3"},
		"kill -9 $$":             {ExitCode: 137, Message: "signal: killed"},
		"exec /nowhere/to/found": {ExitCode: 127, Message: "exit code 127"},
	} {
		run, err := kept(t, t.TempDir(), Skip, "30 2 * * *", script).RunNow(t.Context(), nil)
		if err != nil || run.Outcome != Failed || run.ExitCode != expected.ExitCode || run.Message != expected.Message || !run.Due.IsZero() {
			t.Errorf("%s: %+v, %v", script, run, err)
		}
	}
	keeper := kept(t, t.TempDir(), Skip, "30 2 * * *", "")
	keeper.config.Words = []string{"/nowhere/program"}
	if run, _ := keeper.RunNow(t.Context(), nil); run.Outcome != Failed || run.ExitCode != 127 || !strings.Contains(run.Message, "no such file") {
		t.Errorf("%+v", run)
	}
}

func TestARunThatTakesTooLong(t *testing.T) {
	keeper := kept(t, t.TempDir(), Skip, "30 2 * * *", "trap 'echo asked; exit 7' TERM; while :; do sleep 0.02; done")
	keeper.config.Timeout = 200 * time.Millisecond
	run, err := keeper.RunNow(t.Context(), nil)
	if err != nil || run.Outcome != Failed || run.ExitCode != 7 || run.Message != "it took longer than 200ms: exit code 7" || !slices.Contains(run.Lines, "asked") {
		t.Errorf("%+v, %v", run, err)
	}
}

func TestNothingOfARunIsLeft(t *testing.T) {
	directory := t.TempDir()
	script := "(while :; do date > " + directory + "/alive; sleep 0.02; done) & until [ -e " + directory + "/alive ]; do sleep 0.01; done"
	if run, err := kept(t, directory, Skip, "30 2 * * *", script).RunNow(t.Context(), nil); err != nil || run.Outcome != Succeeded {
		t.Errorf("%+v, %v", run, err)
	}
	_ = os.Remove(filepath.Join(directory, "alive"))
	time.Sleep(200 * time.Millisecond)
	_ = os.Remove(filepath.Join(directory, "alive"))
	time.Sleep(200 * time.Millisecond)
	if _, err := os.Stat(filepath.Join(directory, "alive")); err == nil {
		t.Error("what a run began goes on after it")
	}
}

func untilStop(directory string) string {
	return "touch " + directory + "/began; until [ -e " + directory + "/stop ]; do sleep 0.01; done"
}

func TestATimeAtWhichTheRunBeforeIsUnderWay(t *testing.T) {
	for overlap, expected := range map[Overlap][]string{
		Skip: {Succeeded, Skipped},
		// Once for both.
		Wait: {Succeeded, Succeeded},
	} {
		directory := t.TempDir()
		keeper := kept(t, directory, overlap, "* * * * *", untilStop(directory))
		now := time.Now()
		for minute := range 3 {
			keeper.look(t.Context(), now.Add(time.Duration(minute+1)*time.Minute))
		}
		if err := os.WriteFile(filepath.Join(directory, "stop"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		until(t, func() bool { keeper.mutex.Lock(); defer keeper.mutex.Unlock(); return !keeper.isRunning })
		keeper.runs.Wait()
		expect(t, keeper, expected...)
		if runs := keeper.List().Runs; overlap == Skip && runs[1].Times != 2 {
			t.Errorf("%+v", runs)
		}
	}
}

func TestAfterARestart(t *testing.T) {
	for later, expected := range map[time.Duration][]string{
		time.Minute: {},
		// A redeploy takes less than ten minutes.
		8 * time.Minute:     {Succeeded},
		14 * time.Minute:    {Missed},
		26 * time.Hour:      {Missed},
		48 * time.Hour:      {Missed},
		48*time.Hour + 5e10: {Missed},
	} {
		directory := t.TempDir()
		first := kept(t, directory, Skip, "30 2 * * *", "true")
		looked := time.Date(2027, 1, 1, 2, 27, 0, 0, time.UTC)
		first.history.Looked = looked
		first.save()
		second := kept(t, directory, Skip, "30 2 * * *", "true")
		second.look(t.Context(), looked.Add(later))
		second.runs.Wait()
		expect(t, second, expected...)
		if later == 48*time.Hour && second.List().Runs[0].Times != 2 {
			t.Error(second.List().Runs[0])
		}
		// Whatever was missed is noted once.
		third := kept(t, directory, Skip, "30 2 * * *", "true")
		third.look(t.Context(), looked.Add(later+time.Second))
		expect(t, third, expected...)
	}
}

func TestOtherTimesWereNotMissed(t *testing.T) {
	directory := t.TempDir()
	first := kept(t, directory, Skip, "30 2 * * *", "true")
	first.history.Looked = time.Now().Add(-72 * time.Hour)
	first.save()
	second := kept(t, directory, Skip, "*/5 * * * *", "true")
	second.look(t.Context(), time.Now())
	second.runs.Wait()
	if len(second.List().Runs) > 1 {
		t.Error(outcomes(second))
	}
}

func TestAContainerThatIsStopped(t *testing.T) {
	directory := t.TempDir()
	keeper := kept(t, directory, Wait, "* * * * *", "trap 'echo asked; exit 0' TERM; "+untilStop(directory))
	ctx, stop := context.WithCancel(t.Context())
	keeper.look(ctx, time.Now().Add(time.Minute))
	keeper.look(ctx, time.Now().Add(2*time.Minute))
	until(t, func() bool { _, err := os.Stat(filepath.Join(directory, "began")); return err == nil })
	stop()
	keeper.runs.Wait()
	// It ended well, and the one that waited never began.
	if runs := keeper.List().Runs; len(runs) != 1 || runs[0].Outcome != Succeeded || !slices.Contains(runs[0].Lines, "asked") {
		t.Errorf("%+v", runs)
	}
	if _, err := keeper.RunNow(ctx, nil); err != ErrBusy {
		t.Error(err)
	}
}

func TestWhatWasKilledWithItsContainerFailed(t *testing.T) {
	directory := t.TempDir()
	content, _ := json.Marshal(history{Runs: []Run{{Began: time.Now().Add(-time.Minute), Outcome: Running}}})
	if err := os.WriteFile(filepath.Join(directory, historyFile), content, 0o600); err != nil {
		t.Fatal(err)
	}
	keeper := kept(t, directory, Skip, "30 2 * * *", "true")
	if runs := keeper.List().Runs; len(runs) != 1 || runs[0].Outcome != Failed || runs[0].Message != "it was killed with its container" {
		t.Errorf("%+v", runs)
	}
}

func TestAHistoryThatCannotBeRead(t *testing.T) {
	directory := t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, historyFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	keeper := kept(t, directory, Skip, "30 2 * * *", "true")
	if _, err := keeper.RunNow(t.Context(), nil); err != nil || len(outcomes(keeper)) != 1 {
		t.Error(err, outcomes(keeper))
	}
}

func TestTheHistoryIsBounded(t *testing.T) {
	directory := t.TempDir()
	keeper := kept(t, directory, Skip, "30 2 * * *", `i=0; while [ $i -lt 100 ]; do i=$((i+1)); printf '%0500d\n' $i; done; printf 'no end'`)
	for range mostRuns + 5 {
		keeper.note(Run{Outcome: Skipped})
	}
	run, err := keeper.RunNow(t.Context(), nil)
	if err != nil || len(run.Lines) != process.MostLines || run.Lines[process.MostLines-1] != "no end" || len(run.Lines[0]) != process.LongestLine {
		t.Errorf("%d, %v", len(run.Lines), err)
	}
	if runs := keeper.List().Runs; len(runs) != mostRuns || runs[mostRuns-1].Outcome != Succeeded {
		t.Errorf("%d", len(runs))
	}
}

func TestAnOperatorAsks(t *testing.T) {
	directory := t.TempDir()
	keeper := kept(t, directory, Skip, "30 2 * * *", "echo begins; "+untilStop(directory))
	listener, err := Listen(directory)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go keeper.Serve(t.Context(), listener)
	output, lines, asked := &bytes.Buffer{}, &bytes.Buffer{}, make(chan error)
	go func() { asked <- Ask(directory, AskRun, output, lines) }()
	until(t, func() bool { _, err := os.Stat(filepath.Join(directory, "began")); return err == nil })
	if err := Ask(directory, AskRun, output, lines); err != ErrBusy {
		t.Errorf("two runs at a time: %v", err)
	}
	if err := os.WriteFile(filepath.Join(directory, "stop"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var run Run
	if err := <-asked; err != nil || json.Unmarshal(output.Bytes(), &run) != nil || run.Outcome != Succeeded || lines.String() != "begins\n" {
		t.Errorf("%v, %s, %s", err, output, lines)
	}
	output.Reset()
	var listing Listing
	if err := Ask(directory, AskList, output, lines); err != nil || json.Unmarshal(output.Bytes(), &listing) != nil || len(listing.Runs) != 1 || listing.Next.IsZero() {
		t.Errorf("%v, %s", err, output)
	}
	// A second container finds the socket of one that was killed.
	again, err := Listen(directory)
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
	if err := Ask(directory, AskList, output, lines); err == nil {
		t.Error("nobody is there")
	}
}

func TestArguments(t *testing.T) {
	for _, given := range [][]string{
		{"30 2 * * *", "UTC", "skip", "60"},
		{"30 2 * *", "UTC", "skip", "60", "true"},
		{"30 2 * * *", "UTC", "both", "60", "true"},
		{"30 2 * * *", "UTC", "wait", "0", "true"},
		{"30 2 * * *", "UTC", "wait", "1m", "true"},
	} {
		if _, err := ReadConfig(given); err == nil {
			t.Error(given)
		}
	}
	config, err := ReadConfig([]string{"30  2 * * *", "Europe/Berlin", "wait", "60", "node", "invoices.js"})
	if err != nil || fmt.Sprintf("%v %v %v %v", config.Times, config.Overlap, config.Timeout, config.Words) != "30 2 * * * Europe/Berlin wait 1m0s [node invoices.js]" {
		t.Error(config, err)
	}
}
