package gateway

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"agent/certificate"
)

// reloadsOf are the times at which a watcher reloads within five minutes, after something happened in the directory at a half past each minute.
func reloadsOf(t *testing.T, poll time.Duration, content string, reload func(reloads int) error, happens ...func(directory string) error) []time.Duration {
	t.Helper()
	var reloads []time.Duration
	synctest.Test(t, func(t *testing.T) {
		directory := t.TempDir()
		file := filepath.Join(directory, "name.pem")
		if err := certificate.Replace(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		go func() {
			for index, happen := range happens {
				time.Sleep(time.Until(began.Add(time.Duration(index)*time.Minute + 30*time.Second)))
				if err := happen(directory); err != nil {
					t.Error(err)
				}
			}
		}()
		watcher{file, poll, func() error {
			reloads = append(reloads, time.Since(began))
			return reload(len(reloads))
		}}.watch(ctx, filesOf(directory))
	})
	return reloads
}

func succeed(int) error { return nil }

func replace(name, content string) func(string) error {
	return func(directory string) error {
		return certificate.Replace(filepath.Join(directory, name), []byte(content), 0o600)
	}
}

func remove(name string) func(string) error {
	return func(directory string) error { return os.Remove(filepath.Join(directory, name)) }
}

func TestEveryChangeIsTakenOnceWithinAMinute(t *testing.T) {
	got := reloadsOf(t, time.Minute, "first", succeed, replace("name.pem", "second"), replace("account.map", "account x"), remove("account.map"))
	if !slices.Equal(got, []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute}) {
		t.Errorf("reloaded after %v", got)
	}
}

func TestTheSameContentInAnotherFileIsAChange(t *testing.T) {
	if got := reloadsOf(t, time.Minute, "same", succeed, replace("name.pem", "same")); !slices.Equal(got, []time.Duration{time.Minute}) {
		t.Errorf("reloaded after %v", got)
	}
}

func TestAHiddenFileIsNone(t *testing.T) {
	got := reloadsOf(t, time.Minute, "first", succeed, func(directory string) error {
		return os.WriteFile(filepath.Join(directory, ".name.pem"), []byte("half"), 0o600)
	})
	if len(got) > 0 {
		t.Errorf("reloaded after %v", got)
	}
}

func TestARefusedReloadIsTriedAgain(t *testing.T) {
	got := reloadsOf(t, time.Minute, "first", func(reloads int) error {
		if reloads < 3 {
			return errors.New("refused")
		}
		return nil
	}, replace("name.pem", "second"))
	if !slices.Equal(got, []time.Duration{time.Minute, 2 * time.Minute, 3 * time.Minute}) {
		t.Errorf("reloaded after %v", got)
	}
}

func TestPause(t *testing.T) {
	file := filepath.Join(t.TempDir(), "name.pem")
	for _, test := range []struct {
		content  string
		poll     time.Duration
		expected time.Duration
	}{
		{"certificate\n", time.Minute, time.Minute},
		{"stand-in\ncertificate\n", time.Minute, 5 * time.Second},
		{"certificate\n", 2 * time.Second, 2 * time.Second},
		{"stand-in\n", 2 * time.Second, 2 * time.Second},
	} {
		if err := certificate.Replace(file, []byte(test.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := (watcher{certificate: file, poll: test.poll}).pause(); got != test.expected {
			t.Errorf("%q, %s: %s", test.content, test.poll, got)
		}
	}
	if got := (watcher{certificate: file + ".missing", poll: time.Minute}).pause(); got != time.Minute {
		t.Errorf("without a file: %s", got)
	}
}

func TestAPlaceholderIsLookedAtMoreOften(t *testing.T) {
	got := reloadsOf(t, time.Minute, "stand-in\n", succeed, replace("name.pem", "certificate"))
	// The look at the half may come just before.
	if len(got) != 1 || got[0] > 35*time.Second {
		t.Errorf("reloaded after %v", got)
	}
}
