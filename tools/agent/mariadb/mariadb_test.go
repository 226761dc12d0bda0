package mariadb

import (
	"strings"
	"testing"
)

// As the server's own PASSWORD('password') says.
func TestVerifier(t *testing.T) {
	if got, err := Verifier("password"); err != nil || got != "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestAnExporterReadsNoData(t *testing.T) {
	script := statements("orders", map[string]string{"orders--metrics-1": "*A"}, nil, nil)
	if !strings.Contains(script, "GRANT PROCESS, BINLOG MONITOR, SLAVE MONITOR ON *.* TO 'orders--metrics-1'@'%';") || strings.Contains(script, "ALL PRIVILEGES") {
		t.Error(script)
	}
}

func TestStatements(t *testing.T) {
	script := statements("orders", map[string]string{"shop-1": "*A", "audit-1": "*B"}, []string{"shop-1", "gone-1", "made-1", "o'brien"}, []string{"made-1", "shop-1"})
	for _, expected := range []string{
		"CREATE DATABASE IF NOT EXISTS `orders`;",
		"ALTER USER 'audit-1'@'%' IDENTIFIED VIA mysql_native_password USING '*B' REQUIRE SSL ACCOUNT UNLOCK;",
		"GRANT ALL PRIVILEGES ON `orders`.* TO 'shop-1'@'%';",
		"DROP USER IF EXISTS 'gone-1'@'%';\nKILL USER 'gone-1';",
		"DROP USER IF EXISTS 'o''brien'@'%';",
		"ALTER USER 'made-1'@'%' IDENTIFIED VIA mysql_native_password USING 'invalid' ACCOUNT LOCK;\nKILL USER 'made-1';",
	} {
		if !strings.Contains(script, expected) {
			t.Errorf("without %s:\n%s", expected, script)
		}
	}
	if strings.Contains(script, "DROP USER IF EXISTS 'shop-1'") {
		t.Error("a declared user goes")
	}
}
