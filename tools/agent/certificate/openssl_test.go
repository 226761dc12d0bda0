package certificate

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// openssl is what many clients judge by.
func TestOpensslTakesOwnHostsAlone(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not on PATH")
	}
	root, now := t.TempDir(), time.Now()
	keepRoot(t, root, now)
	keeper, _ := newKeeper(t)
	deploy(t, keeper, root, now)
	if _, err := keeper.keep(now); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(keeper.Directory, "name.pem")
	verify := func(host string) ([]byte, error) {
		trusted := filepath.Join(root, authorityFile)
		at := fmt.Sprint(now.Add(time.Hour).Unix())
		return exec.Command("openssl", "verify", "-purpose", "sslserver", "-verify_hostname", host, "-attime", at, "-CAfile", trusted, "-untrusted", file, file).CombinedOutput()
	}
	if said, err := verify("shop.test"); err != nil {
		t.Errorf("%v: %s", err, said)
	}
	tenant := load(t, keeper.Authority)
	for _, host := range []string{"shop.globex.test", "other.test"} {
		bundle, err := tenant.Issue([]string{host}, now)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, bundle, 0o600); err != nil {
			t.Fatal(err)
		}
		if said, err := verify(host); err == nil {
			t.Errorf("%s: %s", host, said)
		}
	}
}
