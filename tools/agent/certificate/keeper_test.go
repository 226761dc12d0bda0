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
	return Keeper{Authority: t.TempDir(), Directory: t.TempDir(), Name: "name", Hosts: []string{"buy.test", "shop.test"}, Output: output}, output
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
		createAuthority(t, keeper.Authority)
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

func TestACertificateOfAnotherAuthorityIsReplacedWithinAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keeper, output := newKeeper(t)
		createAuthority(t, keeper.Authority)
		go func() {
			time.Sleep(90 * time.Minute)
			os.Remove(filepath.Join(keeper.Authority, "ca.pem"))
			createAuthority(t, keeper.Authority)
		}()
		keepFor(t, keeper, 119*time.Minute)
		if got := issued(output); got != 1 {
			t.Errorf("issued %d times before it looked", got)
		}
		keepFor(t, keeper, time.Minute)
		if got := issued(output); got != 2 {
			t.Errorf("issued %d times", got)
		}
	})
}

func TestWhatCannotBeReadIsReplaced(t *testing.T) {
	for _, content := range []string{"", "no certificate", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"} {
		keeper, output := newKeeper(t)
		createAuthority(t, keeper.Authority)
		if err := os.WriteFile(filepath.Join(keeper.Directory, "name.pem"), []byte(content), 0o444); err != nil {
			t.Fatal(err)
		}
		if err := keeper.Keep(time.Now()); err != nil || issued(output) != 1 {
			t.Errorf("%q: %v, %s", content, err, output)
		}
	}
}

func TestWithoutAnAuthorityItEnds(t *testing.T) {
	keeper, _ := newKeeper(t)
	if err := keeper.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "ca.pem") {
		t.Errorf("got %v", err)
	}
}
