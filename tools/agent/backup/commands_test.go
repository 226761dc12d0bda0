package backup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// attended has commands around its backups, which an attendant runs until the test ends or stops it.
func attended(t *testing.T, before, after string) (made *installation, stop func()) {
	t.Helper()
	made = installed(t)
	made.Commands = &Commands{Directory: t.TempDir(), Timeout: 5 * time.Second}
	return made, made.attend(t, before, after)
}

func (i *installation) attend(t *testing.T, before, after string) (stop func()) {
	t.Helper()
	attendant := &Attendant{Timeout: i.Commands.Timeout, Directory: i.Commands.Directory, Output: &bytes.Buffer{}}
	words := func(script string) []string { return []string{"/bin/sh", "-c", "cd " + i.notes.data + " && " + script} }
	if before != "" {
		attendant.Before = words(before)
	}
	if after != "" {
		attendant.After = words(after)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- attendant.Attend(ctx) }()
	stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		ended <- nil
	}
	t.Cleanup(stop)
	for deadline := time.Now().Add(10 * time.Second); AskAttendant(i.Commands.Directory) != nil; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not answer")
		}
	}
	return stop
}

// journal is what the commands have noted.
func (i *installation) journal() string {
	content, _ := os.ReadFile(filepath.Join(i.notes.data, "journal"))
	return strings.Join(strings.Fields(string(content)), " ")
}

func TestCommandsRunAroundABackup(t *testing.T) {
	made, _ := attended(t, "echo before >> journal; echo two > notes", "echo after >> journal; echo three > notes")
	record, err := made.Run(t.Context())
	if err != nil || record.Outcome != Succeeded || record.Manifest[0].Checksum != "two\n" || made.journal() != "before after" {
		t.Errorf("%+v, %v, %s", record, err, made.journal())
	}
	if listing := made.List(); len(listing.Problems) > 0 {
		t.Error(listing.Problems)
	}
}

func TestACommandBeforeThatFailsIsAFailedBackup(t *testing.T) {
	made, _ := attended(t, "echo first; echo the table is locked >&2; exit 3", "echo after >> journal")
	record, err := made.Run(t.Context())
	expected := "the command before the backup failed: exit code 3: first | the table is locked"
	var problem Problem
	if !errors.As(err, &problem) || problem.Kind != ErrCommand || problem.Text != expected {
		t.Error(err)
	}
	if record.Outcome != Failed || record.Problem != "command" || record.Message != expected || made.journal() != "after" {
		t.Errorf("%+v, %s", record, made.journal())
	}
	if found, _ := made.Labels(t.Context()); len(found) > 0 {
		t.Error(found)
	}
}

func TestTheCommandAfterRunsAfterAFailedBackup(t *testing.T) {
	made, _ := attended(t, "", "echo after >> journal; exit 1")
	made.notes.failure = errors.New("the disk is gone")
	record, err := made.Run(t.Context())
	expected := "the disk is gone; the command after the backup failed: exit code 1"
	if err == nil || err.Error() != expected || record.Outcome != Failed || record.Problem != "failed" || made.journal() != "after" {
		t.Errorf("%+v, %v, %s", record, err, made.journal())
	}
}

func TestACommandAfterThatFailsLeavesTheBackup(t *testing.T) {
	made, _ := attended(t, "", "echo cannot; exit 4")
	record, err := made.Run(t.Context())
	var problem Problem
	if !errors.As(err, &problem) || problem.Kind != ErrCommand || record.Outcome != Succeeded {
		t.Errorf("%+v, %v", record, err)
	}
	if made.isDue() {
		t.Error("it is made again at once")
	}
	expected := "of backup 20261129-031500, the command after the backup failed: exit code 4: cannot"
	if problems := made.List().Problems; len(problems) != 1 || problems[0] != expected {
		t.Error(problems)
	}
}

func TestCommandsAreBounded(t *testing.T) {
	made := installed(t)
	made.Commands = &Commands{Directory: t.TempDir(), Timeout: time.Second}
	made.attend(t, "sleep 60", "echo after >> journal")
	began := time.Now()
	_, err := made.Run(t.Context())
	if err == nil || err.Error() != "the command before the backup failed: it took longer than 1s: signal: terminated" || time.Since(began) > 20*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	if made.journal() != "after" {
		t.Error(made.journal())
	}
}

// until waits for what another goroutine does.
func until(t *testing.T, isThere func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !isThere(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not happen")
		}
	}
}

func TestAKeeperThatIsKilledLeavesTheCommandAfterToTheAttendant(t *testing.T) {
	made, _ := attended(t, "echo before >> journal", "echo after >> journal")
	ctx, kill := context.WithCancel(t.Context())
	if _, err := made.Commands.Begin(ctx); err != nil {
		t.Fatal(err)
	}
	kill()
	until(t, func() bool { return made.journal() == "before after" })
}

func TestAnInterruptedBackup(t *testing.T) {
	made, _ := attended(t, "echo before >> journal; sleep 1", "echo after >> journal")
	ctx, interrupt := context.WithCancel(t.Context())
	go func() {
		until(t, func() bool { return made.journal() == "before" })
		interrupt()
	}()
	_, err := made.Run(ctx)
	var problem Problem
	if !errors.As(err, &problem) || problem.Kind != ErrInterrupted {
		t.Error(err)
	}
	until(t, func() bool { return made.journal() == "before after" })
}

func TestAnAttendantThatEndsRunsTheCommandAfter(t *testing.T) {
	made, stop := attended(t, "echo before >> journal", "echo after >> journal")
	end, err := made.Commands.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stop()
	if made.journal() != "before after" {
		t.Error(made.journal())
	}
	// It has answered before it ended.
	if err := end(); err == nil && made.journal() != "before after" {
		t.Error(err)
	}
}

func TestAnAttendantThatWasKilledRunsTheCommandAfterAtItsStart(t *testing.T) {
	made := installed(t)
	made.Commands = &Commands{Directory: t.TempDir(), Timeout: time.Second}
	made.write(t, filepath.Join(made.Commands.Directory, begunFile), "")
	made.write(t, filepath.Join(made.Commands.Directory, commandsSocket), "")
	made.attend(t, "", "echo after >> journal")
	if made.journal() != "after" {
		t.Error(made.journal())
	}
	if _, err := os.Stat(filepath.Join(made.Commands.Directory, begunFile)); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestAnotherKeeperHasToWait(t *testing.T) {
	made, _ := attended(t, "echo before >> journal", "")
	end, err := made.Commands.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := made.Commands.Begin(t.Context()); err == nil || !strings.Contains(err.Error(), "another backup is under way") {
		t.Error(err)
	}
	if err := end(); err != nil || made.journal() != "before" {
		t.Error(err, made.journal())
	}
}

func TestWhatACommandSaysIsObeyedByNoTerminal(t *testing.T) {
	failure := told{Problem: "exit code 1", Lines: []string{"a", "b", "\x1b[31mc\r", "d"}}.failure("before")
	if expected := "the command before the backup failed: exit code 1: b |  [31mc  | d"; failure.Error() != expected {
		t.Errorf("%q", failure.Error())
	}
}

func TestArgumentsOfAnAttendant(t *testing.T) {
	attendant, err := ReadAttendant([]string{"300", "2", "node", "lock.js", "node", "unlock.js"}, nil)
	if err != nil || strings.Join(attendant.Before, " ") != "node lock.js" || strings.Join(attendant.After, " ") != "node unlock.js" {
		t.Errorf("%+v, %v", attendant, err)
	}
	for _, arguments := range [][]string{{"0", "1", "a"}, {"soon", "1", "a"}, {"1", "2", "a"}, {"1", "-1", "a"}, {"1", "x", "a"}} {
		if _, err := ReadAttendant(arguments, nil); err == nil {
			t.Error(arguments)
		}
	}
}

func TestVariablesOfCommands(t *testing.T) {
	read := func(value string) (*Commands, error) { return ReadCommands(func(string) string { return value }) }
	if none, err := read(""); none != nil || err != nil {
		t.Error(none, err)
	}
	if commands, err := read("90"); err != nil || commands.Timeout != 90*time.Second {
		t.Error(commands, err)
	}
	for _, value := range []string{"0", "-1", "soon"} {
		if _, err := read(value); err == nil {
			t.Error(value)
		}
	}
}
