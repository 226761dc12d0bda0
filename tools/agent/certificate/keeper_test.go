package certificate

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func newKeeper(t *testing.T) (Keeper, *bytes.Buffer) {
	t.Helper()
	output := &bytes.Buffer{}
	return Keeper{
		Authority: t.TempDir(), Directory: t.TempDir(), Name: "name", Hosts: []string{"buy.test", "shop.test"}, Poll: time.Minute, Output: output,
	}, output
}

// keepFor runs a keeper for some time, of a clock that does not wait.
func keepFor(t *testing.T, keeper Keeper, life time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), life)
	defer cancel()
	if err := keeper.Run(ctx); err != nil {
		t.Error(err)
	}
}

func issued(output *bytes.Buffer) int {
	return strings.Count(output.String(), "issued a certificate for buy.test shop.test, notAfter=")
}

func TestACertificateIsRenewedThirtyDaysBeforeItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keeper, output := newKeeper(t)
		keeper.Poll = time.Hour
		root := t.TempDir()
		keepRoot(t, root, time.Now())
		deploy(t, keeper, root, time.Now())
		keepFor(t, keeper, 60*day-time.Minute)
		if got := issued(output); got != 1 {
			t.Errorf("issued %d times in the first 60 days", got)
		}
		keepFor(t, keeper, 2*time.Hour)
		if got := issued(output); got != 2 {
			t.Errorf("issued %d times until an hour after", got)
		}
		content, err := os.ReadFile(filepath.Join(keeper.Directory, "name.pem"))
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := Leaf(content)
		if err != nil || time.Until(leaf.NotAfter) < 89*day {
			t.Errorf("ends %s, %v", leaf.NotAfter, err)
		}
	})
}

func TestItWaitsForItsIntermediateAndTakesAnotherOneSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keeper, output := newKeeper(t)
		root := t.TempDir()
		keepRoot(t, root, time.Now())
		signed := func() {
			if err := SignIntermediate(root, keeper.Authority, keeper.Hosts, time.Now(), output); err != nil {
				t.Error(err)
			}
		}
		go func() {
			time.Sleep(5 * time.Second)
			signed()
			time.Sleep(30 * time.Second)
			// By another root.
			if err := os.Remove(filepath.Join(root, authorityFile)); err != nil {
				t.Error(err)
			}
			keepRoot(t, root, time.Now())
			signed()
		}()
		keepFor(t, keeper, 4*time.Second)
		if got := output.String(); strings.Count(got, "waits for the authority to sign an intermediate") != 1 || issued(output) != 0 {
			t.Errorf("said %q", got)
		}
		keepFor(t, keeper, 10*time.Second)
		if got := issued(output); got != 1 {
			t.Errorf("issued %d times", got)
		}
		keepFor(t, keeper, 81*time.Second)
		if got := issued(output); got != 2 {
			t.Errorf("issued %d times, with another root", got)
		}
	})
}

func TestAnotherIntermediateIsAskedForInTimeByAnotherKey(t *testing.T) {
	root, now := t.TempDir(), time.Now()
	keepRoot(t, root, now)
	keeper, output := newKeeper(t)
	deploy(t, keeper, root, now)
	asked := func() string {
		content, err := os.ReadFile(filepath.Join(keeper.Authority, requestFile))
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	first := asked()
	keep := func(now time.Time) {
		t.Helper()
		if _, err := keeper.keep(now); err != nil {
			t.Fatal(err)
		}
	}
	if keep(now.Add(729 * day)); asked() != first {
		t.Error("asked too early")
	}
	keep(now.Add(731 * day))
	second := asked()
	keep(now.Add(732 * day))
	if second == first || asked() != second || len(keysIn(t, keeper.Authority)) != 2 {
		t.Errorf("asked %v, again %v, keys %v", second != first, asked() != second, keysIn(t, keeper.Authority))
	}
	if before := issued(output); before == 0 {
		t.Error("meanwhile nothing is issued")
	}
	for _, file := range keysIn(t, keeper.Authority) {
		if status, err := os.Stat(file); err != nil || status.Mode().Perm() != 0o400 {
			t.Errorf("%s: %v, %v", file, status.Mode(), err)
		}
	}
	// After two renewals the first key is forgotten.
	deploy(t, keeper, root, now.Add(733*day))
	keep(now.Add(1500 * day))
	if len(keysIn(t, keeper.Authority)) != 2 {
		t.Errorf("keys %v", keysIn(t, keeper.Authority))
	}
}

func TestOtherHostsNeedAnotherIntermediate(t *testing.T) {
	root := t.TempDir()
	keepRoot(t, root, time.Now())
	keeper, output := newKeeper(t)
	deploy(t, keeper, root, time.Now())
	if _, err := keeper.keep(time.Now()); err != nil {
		t.Fatal(err)
	}
	former := keeper
	keeper.Name, keeper.Hosts = "more", append(keeper.Hosts, "third.test")
	if isSigned, err := keeper.keep(time.Now()); isSigned || err != nil || issued(output) != 1 {
		t.Errorf("%v, %v, %s", isSigned, err, output)
	}
	deploy(t, keeper, root, time.Now())
	if isSigned, err := keeper.keep(time.Now()); !isSigned || err != nil || !Exists(filepath.Join(keeper.Directory, "more.pem")) {
		t.Errorf("%v, %v, %s", isSigned, err, output)
	}
	// The issuer that is replaced disturbs no gateway.
	if isSigned, err := former.keep(time.Now()); !isSigned || err != nil || issued(output) != 1 {
		t.Errorf("%v, %v, %s", isSigned, err, output)
	}
}

func TestWhatCannotBeReadIsReplaced(t *testing.T) {
	for _, content := range []string{"", "no certificate", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"} {
		keeper, output := newKeeper(t)
		root := t.TempDir()
		keepRoot(t, root, time.Now())
		deploy(t, keeper, root, time.Now())
		for _, file := range []string{filepath.Join(keeper.Directory, "name.pem"), filepath.Join(keeper.Authority, requestFile)} {
			if err := os.RemoveAll(file); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(content), 0o444); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := keeper.keep(time.Now()); err != nil || issued(output) != 1 {
			t.Errorf("%q: %v, %s", content, err, output)
		}
	}
}
