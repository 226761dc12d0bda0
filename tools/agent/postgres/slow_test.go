package postgres

import (
	"testing"
	"time"
)

func TestALogOfSlowStatementsEnds(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for content, expected := range map[string]bool{
		"": false, "soon": false, "2026-11-30T11:59:59Z": false, "2026-11-30T12:00:00Z": false, "2026-11-30T12:00:01Z": true, "2026-11-30T12:00:01Z\n": true,
	} {
		if isSlowLogged(content, now) != expected {
			t.Errorf("%q", content)
		}
	}
}

func TestArgumentsOfALogOfSlowStatements(t *testing.T) {
	for _, arguments := range [][]string{{"-1", "60"}, {"3600001", "60"}, {"250", "86401"}, {"250", "soon"}, {"1.5", "60"}} {
		if err := LogSlow(arguments); err == nil {
			t.Error(arguments)
		}
	}
}
