package postgres

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDataOfAnotherVersionIsRefused(t *testing.T) {
	directory := t.TempDir()
	if err := checkVersion(directory); err != nil {
		t.Errorf("an empty volume: %v", err)
	}
	for content, expected := range map[string]string{Version + "\n": "", "16\n": "the data is of PostgreSQL 16, and this is 17"} {
		if err := os.WriteFile(filepath.Join(directory, "PG_VERSION"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		err := checkVersion(directory)
		if expected == "" && err != nil || expected != "" && (err == nil || !strings.HasPrefix(err.Error(), expected)) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestStatements(t *testing.T) {
	script := statements("orders", map[string]string{"shop-1": "SCRAM-SHA-256$x", "audit-1": "SCRAM-SHA-256$y"})
	for _, expected := range []string{
		`ALTER ROLE "audit-1" LOGIN PASSWORD 'SCRAM-SHA-256$y' NOSUPERUSER`,
		`GRANT "orders-owner" TO "shop-1";`,
		`ALTER ROLE "shop-1" SET role TO 'orders-owner';`,
		`AND member.rolname <> 'audit-1' AND member.rolname <> 'shop-1') AS gone`,
		`REASSIGN OWNED BY %I TO "orders-owner"`,
	} {
		if !strings.Contains(script, expected) {
			t.Errorf("without %s:\n%s", expected, script)
		}
	}
	looking := statements("orders", map[string]string{"orders--metrics-1": "SCRAM-SHA-256$z"})
	if !strings.Contains(looking, `GRANT pg_monitor TO "orders--metrics-1";`) || strings.Contains(looking, `TO "orders--metrics-1";
ALTER ROLE`) || strings.Contains(looking, `GRANT "orders-owner"`) {
		t.Errorf("one that only looks may do more:\n%s", looking)
	}
	if strings.Index(script, "audit-1") > strings.Index(script, "shop-1") {
		t.Error("users are in no order")
	}
}
