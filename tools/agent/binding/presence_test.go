package binding

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestAUserStaysUntilItsLastContainerHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		directory := t.TempDir()
		declared, file := filepath.Join(directory, "users.json"), filepath.Join(t.TempDir(), "said.json")
		isThere := atomic.Bool{}
		keeper := userKeeper{declared, directory, file, func(map[string]string) error { return nil }, nil, io.Discard, nil}
		start := func() {
			keeper.presence = newPresence(func(name string) bool { return name == "shop-1" && isThere.Load() }, time.Now())
		}
		after := func(wait time.Duration, expected string) {
			t.Helper()
			for end := time.Now().Add(wait); time.Now().Before(end); time.Sleep(time.Second) {
				if err := keeper.look(); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
			}
			if users := strings.Join(Names(keeper.known), " "); users != expected {
				t.Errorf("%q instead of %q", users, expected)
			}
		}
		start()
		isThere.Store(true)
		write(t, directory, "shop-1", "verifier-1")
		write(t, directory, "shop-2", "verifier-2")
		write(t, directory, ".shop-3.draft", "verifier-3")
		write(t, directory, "users.json", `["shop-1"]`)
		after(2*time.Second, "shop-1")
		// The new generation has its user, and the old one goes on.
		write(t, directory, "users.json", `["shop-2"]`)
		after(time.Minute, "shop-1 shop-2")
		isThere.Store(false)
		after(5*time.Second, "shop-1 shop-2")
		after(7*time.Second, "shop-2")
		// It is started again, because the new one has failed.
		isThere.Store(true)
		after(7*time.Second, "shop-1 shop-2")
		// A server that starts again trusts nothing that it does not see.
		start()
		after(time.Second, "shop-2")
		after(2*time.Second, "shop-1 shop-2")
		isThere.Store(false)
		after(2*time.Hour, "shop-2")
		isThere.Store(true)
		after(time.Minute, "shop-2")
	})
}

func TestTheUsersThatAServerHasAreRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "users.json")
	if _, err := acknowledgedUsers(file); !os.IsNotExist(err) {
		t.Errorf("%v", err)
	}
	if err := acknowledge(file, map[string]string{"shop-2": "b", "shop-1": "a"}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if users, err := acknowledgedUsers(file); err != nil || strings.Join(Names(users), " ") != "shop-1 shop-2" {
		t.Errorf("%v, %v", users, err)
	}
}
