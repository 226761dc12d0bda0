package postgres

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"agent/binding"
)

const (
	// Between two looks at the sizes: what a tenant writes meanwhile goes beyond its storage.
	measureEvery = 2 * time.Second
	// It writes again when it has freed a twentieth.
	freedPart = 20
	// A quarter beyond its storage, and at least so many MiB, nobody gets to it any more.
	excessPart  = 4
	leastExcess = 64
)

// hold is what a share is held to, by what it uses.
type hold int

const (
	unknownHold hold = iota
	free
	// Transactions cannot write unless they say so: data can still be removed.
	readOnly
	closed
)

// holdOf judges a size in MiB.
func holdOf(used, storage int64, before hold) hold {
	switch {
	case used >= storage+max(storage/excessPart, leastExcess):
		return closed
	case used >= storage, before >= readOnly && used >= storage-storage/freedPart:
		return readOnly
	default:
		return free
	}
}

// Look measures what a share uses. The server has no limit for a database: beyond its storage it is read-only by default, and whoever writes on is shut out.
func (s *sharedServer) Look(share binding.Share) (binding.Look, error) {
	database, err := s.database(share)
	if err != nil {
		return binding.Look{}, err
	}
	if err := s.measure(); err != nil {
		return binding.Look{}, err
	}
	size, isThere := s.sizes[database]
	if !isThere {
		return binding.Look{}, nil
	}
	used := (size + mebibyte - 1) / mebibyte
	before := s.held[database]
	next := holdOf(used, share.Storage, before)
	if next != before {
		if _, err := s.ask(holdStatements(database, next)); err != nil {
			return binding.Look{}, err
		}
		s.held[database] = next
	}
	return binding.Look{Used: used, IsClosed: next == closed, Problem: problemOf(next, share.Storage)}, nil
}

func problemOf(held hold, storage int64) string {
	switch held {
	case readOnly:
		return fmt.Sprintf("it uses its storage of %d MiB, and is read-only until it uses less: remove data in a transaction that is set to read write, or raise `storage`", storage)
	case closed:
		return fmt.Sprintf("it uses far more than its storage of %d MiB, and is closed: raise `storage`", storage)
	default:
		return ""
	}
}

// measure asks for all sizes at once, every few seconds.
func (s *sharedServer) measure() error {
	if s.sizes != nil && s.now().Sub(s.measured) < measureEvery {
		return nil
	}
	answer, err := s.ask(fmt.Sprintf("SELECT datname, pg_database_size(oid) FROM pg_database WHERE datname ~ '^d[0-9a-f]{%d}$';", nameDigits))
	if err != nil {
		return err
	}
	sizes := map[string]int64{}
	for _, line := range strings.Fields(answer) {
		database, size, _ := strings.Cut(line, "|")
		if sizes[database], err = strconv.ParseInt(size, 10, 64); err != nil {
			return fmt.Errorf("what is said of the sizes is no number: %q", line)
		}
	}
	s.sizes, s.measured = sizes, s.now()
	return nil
}

// holdStatements let a database write, or not. Sessions that have begun would go on as before.
func holdStatements(database string, held hold) string {
	script := script{}
	if held == free {
		script.line(`ALTER DATABASE "%s" RESET default_transaction_read_only;`, database)
		return script.String()
	}
	script.line(`ALTER DATABASE "%s" SET default_transaction_read_only = on;`, database)
	script.line(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND pid <> pg_backend_pid();`, database)
	return script.String()
}
