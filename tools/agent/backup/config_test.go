package backup

import (
	"strings"
	"testing"
	"time"
)

func TestReadConfig(t *testing.T) {
	good := map[string]string{
		"BACKUP_TYPE": "postgres", "BACKUP_NAME": "orders", "BACKUP_PERIOD_SECONDS": "86400", "BACKUP_OFFSET_SECONDS": "900", "BACKUP_KEEP": "14",
		"BACKUP_DRILL_SECONDS": "0", "BACKUP_CHECK": "SELECT 1",
	}
	config, err := ReadConfig(func(name string) string { return good[name] })
	expected := Config{"postgres", "orders", Schedule{24 * time.Hour, 15 * time.Minute}, 14, 0, "SELECT 1"}
	if err != nil || config != expected {
		t.Errorf("%v, %v", config, err)
	}
	for name, value := range map[string]string{
		"BACKUP_NAME": "../orders", "BACKUP_PERIOD_SECONDS": "0", "BACKUP_OFFSET_SECONDS": "-1", "BACKUP_KEEP": "some", "BACKUP_DRILL_SECONDS": "",
	} {
		_, err := ReadConfig(func(other string) string {
			if other == name {
				return value
			}
			return good[other]
		})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s=%q: %v", name, value, err)
		}
	}
}
