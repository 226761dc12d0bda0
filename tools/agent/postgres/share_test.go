package postgres

import (
	"errors"
	"strings"
	"testing"
	"time"

	"agent/binding"
)

var ordersShare = binding.Share{Tenant: "acme", Service: "orders", Gateway: "g", Storage: 100, Connections: 5, Users: []string{"shop-1"}}

// told is a server that answers, and remembers the statements.
type told struct {
	statements strings.Builder
	databases  string
	sizes      string
}

func (s *told) ask(statements string) (string, error) {
	s.statements.WriteString(statements)
	switch {
	case strings.Contains(statements, "appengine_key"):
		return strings.Repeat("0f", 32), nil
	case strings.Contains(statements, "count(*)"):
		return s.databases, nil
	case strings.Contains(statements, "pg_database_size"):
		return s.sizes, nil
	default:
		return "", nil
	}
}

func TestADatabaseOfATenantIsTheServers(t *testing.T) {
	server := &told{databases: "0|3"}
	account, err := newSharedServer(4, server.ask).Change(ordersShare, map[string]string{"shop-1": "SCRAM-SHA-256$x"})
	if err != nil {
		t.Fatal(err)
	}
	role := account.Users["shop-1"]
	for _, name := range []string{account.Database, role.Name} {
		if len(name) != 17 || strings.Contains(name, "acme") || strings.Contains(name, "shop") {
			t.Errorf("%q tells something", name)
		}
	}
	said := server.statements.String()
	for _, expected := range []string{
		`CREATE DATABASE "` + account.Database + `"'`,
		`ALTER DATABASE "` + account.Database + `" CONNECTION LIMIT 5;`,
		`GRANT CREATE, CONNECT, TEMPORARY ON DATABASE "` + account.Database + `" TO "` + account.Database + `-owner";`,
		`ALTER ROLE "` + role.Name + `" LOGIN PASSWORD 'SCRAM-SHA-256$x' NOSUPERUSER`,
		`INSERT INTO appengine_shares VALUES ('acme', 'orders', '` + account.Database + `')`,
		`REVOKE ALL ON DATABASE "` + account.Database + `", postgres, template1 FROM PUBLIC;`,
	} {
		if !strings.Contains(said, expected) {
			t.Errorf("without %s:\n%s", expected, said)
		}
	}
	if strings.Contains(said, " OWNER \"d") && !strings.Contains(said, "ALTER SCHEMA public OWNER") {
		t.Error("the tenant owns its database")
	}
	other := ordersShare
	other.Tenant = "globex"
	second, err := newSharedServer(4, server.ask).Change(other, nil)
	if err != nil || second.Database == account.Database {
		t.Errorf("%v, %v", second, err)
	}
}

func TestAFullServerAndATenantThatIsGone(t *testing.T) {
	server := &told{databases: "0|4"}
	if _, err := newSharedServer(4, server.ask).Change(ordersShare, map[string]string{"shop-1": "x"}); err == nil || !strings.Contains(err.Error(), "has 4 databases") {
		t.Errorf("%v", err)
	}
	server = &told{databases: "0|1"}
	if _, err := newSharedServer(4, server.ask).Change(ordersShare, map[string]string{}); err != nil || strings.Contains(server.statements.String(), "CREATE DATABASE") {
		t.Errorf("%v:\n%s", err, server.statements.String())
	}
	server = &told{databases: "1|4"}
	if _, err := newSharedServer(4, server.ask).Change(ordersShare, map[string]string{}); err != nil || !strings.Contains(server.statements.String(), "DROP ROLE") {
		t.Errorf("%v:\n%s", err, server.statements.String())
	}
}

func TestHolds(t *testing.T) {
	for _, step := range []struct {
		used, storage int64
		before, after hold
	}{
		{0, 100, unknownHold, free}, {99, 100, free, free}, {100, 100, free, readOnly}, {99, 100, readOnly, readOnly}, {94, 100, readOnly, free},
		{163, 100, readOnly, readOnly}, {164, 100, readOnly, closed}, {163, 100, closed, readOnly}, {1279, 1024, free, readOnly}, {1280, 1024, free, closed},
	} {
		if got := holdOf(step.used, step.storage, step.before); got != step.after {
			t.Errorf("%v: %d", step, got)
		}
	}
}

func TestWhatADatabaseUsesIsHeldToItsStorage(t *testing.T) {
	server := &told{}
	shared := newSharedServer(4, server.ask)
	now := time.Now()
	shared.now = func() time.Time { return now }
	database, err := shared.database(ordersShare)
	if err != nil {
		t.Fatal(err)
	}
	look := func(bytes string) (binding.Look, string) {
		t.Helper()
		server.statements.Reset()
		server.sizes = database + "|" + bytes
		now = now.Add(measureEvery)
		found, err := shared.Look(ordersShare)
		if err != nil {
			t.Fatal(err)
		}
		return found, server.statements.String()
	}
	if found, said := look("1048577"); found != (binding.Look{Used: 2}) || !strings.Contains(said, "RESET default_transaction_read_only") {
		t.Errorf("%v: %s", found, said)
	}
	if found, said := look("104857600"); found.IsClosed || !strings.Contains(found.Problem, "its storage of 100 MiB, and is read-only") || !strings.Contains(said, "= on;") {
		t.Errorf("%v: %s", found, said)
	}
	if _, said := look("104857600"); strings.Contains(said, "ALTER") {
		t.Errorf("it is read-only already: %s", said)
	}
	if found, _ := look("204857600"); !found.IsClosed || !strings.Contains(found.Problem, "is closed") {
		t.Errorf("%v", found)
	}
	server.sizes = "nonsense"
	now = now.Add(measureEvery)
	if _, err := shared.Look(ordersShare); err == nil {
		t.Error("sizes that are none")
	}
}

func TestNothingIsDoneWithoutTheKeyOfNames(t *testing.T) {
	down := errors.New("no server")
	if _, err := newSharedServer(4, func(string) (string, error) { return "", down }).Look(ordersShare); !errors.Is(err, down) {
		t.Errorf("%v", err)
	}
	if _, err := newSharedServer(4, func(string) (string, error) { return "short", nil }).Look(ordersShare); err == nil {
		t.Error("a short key")
	}
}

func TestArgumentsOfASharedServer(t *testing.T) {
	for _, words := range [][2]string{{"0", "64"}, {"x", "64"}, {"4", "0"}, {"4", "much"}} {
		if err := Serve("postgres.test", words[0], words[1], nil); err == nil {
			t.Errorf("%v", words)
		}
	}
}
