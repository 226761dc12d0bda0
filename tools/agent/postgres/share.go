package postgres

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"agent/binding"
	"agent/process"
)

const (
	mebibyte = 1 << 20
	// Digits of a name that the server chooses: 64 bits.
	nameDigits = 16
)

// Serve runs one server for all tenants that share it: each service of theirs has a database, and hosts below the domain are in the certificate.
// databases is how many there may be, memory how many MiB one connection may take for itself: it may ask for any amount of work_mem, and gets an error beyond that
// instead of ending the server of all.
func Serve(domain, databases, memory string, options []string) error {
	signals := process.Signals()
	most, err := strconv.Atoi(databases)
	if err != nil || most < 1 {
		return fmt.Errorf("number of databases %q must be at least 1", databases)
	}
	mebibytes, err := strconv.ParseInt(memory, 10, 32)
	if err != nil || mebibytes < 1 {
		return fmt.Errorf("memory %q must be a number of MiB", memory)
	}
	authority, err := prepare("*." + domain)
	if err != nil {
		return err
	}
	limit := fmt.Sprintf("--data=%d", mebibytes*mebibyte)
	server := exec.Command("prlimit", append(append([]string{limit, "postgres"}, serverOptions(authority.Bundle())...), options...)...)
	shared := newSharedServer(most, answers)
	return serve(server, signals, authority, func(ctx context.Context) { binding.KeepShares(ctx, shared) })
}

// sharedServer is what tenants have of the server.
type sharedServer struct {
	// How many databases there may be.
	most int
	ask  func(statements string) (string, error)
	// Of the names, once it has been read.
	key string
	// Size by database, in bytes.
	sizes    map[string]int64
	measured time.Time
	now      func() time.Time
	// What a database was last held to.
	held map[string]hold
}

func newSharedServer(most int, ask func(string) (string, error)) *sharedServer {
	return &sharedServer{most: most, ask: ask, now: time.Now, held: map[string]hold{}}
}

// In the server's own database, to which no tenant connects: it goes into backups with everything else.
const keyStatements = `CREATE TABLE IF NOT EXISTS appengine_key (key text NOT NULL);
CREATE TABLE IF NOT EXISTS appengine_shares (tenant text NOT NULL, service text NOT NULL, database text PRIMARY KEY);
INSERT INTO appengine_key SELECT encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex') WHERE NOT EXISTS (SELECT FROM appengine_key);
SELECT key FROM appengine_key;
`

// name is one that tells nothing to tenants who see it: kind is its first letter.
func (s *sharedServer) name(kind string, parts ...string) (string, error) {
	if s.key == "" {
		key, err := s.ask(keyStatements)
		if err != nil {
			return "", err
		}
		if len(key) != 2*sha256.Size {
			return "", fmt.Errorf("the key of names has %d digits", len(key))
		}
		s.key = key
	}
	code := hmac.New(sha256.New, []byte(s.key))
	code.Write([]byte(strings.Join(parts, "/")))
	return kind + hex.EncodeToString(code.Sum(nil))[:nameDigits], nil
}

func (s *sharedServer) database(share binding.Share) (string, error) {
	return s.name("d", share.Tenant, share.Service)
}

// Change gives a share these users and no others. A database that is there stays, also without users.
func (s *sharedServer) Change(share binding.Share, users map[string]string) (binding.Account, error) {
	database, err := s.database(share)
	if err != nil {
		return binding.Account{}, err
	}
	account := binding.Account{Database: database, Users: map[string]binding.Role{}}
	verifiers := map[string]string{}
	for user, verifier := range users {
		role, err := s.name("u", share.Tenant, share.Service, user)
		if err != nil {
			return binding.Account{}, err
		}
		account.Users[user] = binding.Role{Name: role, Verifier: verifier}
		verifiers[role] = verifier
	}
	isThere, err := s.makeRoom(database)
	if err != nil {
		return binding.Account{}, err
	}
	// A tenant that is gone gets no database again.
	if !isThere && len(users) == 0 {
		return account, nil
	}
	_, err = s.ask(shareStatements(database, share, verifiers))
	return account, err
}

// makeRoom says whether a database is there, and refuses one too many.
func (s *sharedServer) makeRoom(database string) (bool, error) {
	answer, err := s.ask(fmt.Sprintf(`SELECT count(*) FILTER (WHERE datname = '%s'), count(*) FROM pg_database WHERE datname ~ '^d[0-9a-f]{%d}$';`, database, nameDigits))
	if err != nil {
		return false, err
	}
	own, all, _ := strings.Cut(answer, "|")
	count, err := strconv.Atoi(all)
	if err != nil {
		return false, fmt.Errorf("what is said of the databases is no number: %q", answer)
	}
	if own == "0" && count >= s.most {
		return false, fmt.Errorf("the shared server has %d databases, as many as its plan allows; raise `databases` of SharedPlan, or remove the data of tenants that are gone", count)
	}
	return own != "0", nil
}

// shareStatements make the database of a share, and its users. The database belongs to the server's superuser: its owner could raise its limits.
func shareStatements(database string, share binding.Share, users map[string]string) string {
	owner, script := database+"-owner", script{}
	script.create(fmt.Sprintf(`CREATE ROLE "%s" NOLOGIN`, owner), owner, "pg_roles", "rolname")
	script.create(fmt.Sprintf(`CREATE DATABASE "%s"`, database), database, "pg_database", "datname")
	script.line(`INSERT INTO appengine_shares VALUES ('%s', '%s', '%s') ON CONFLICT DO NOTHING;`, share.Tenant, share.Service, database)
	script.line(`REVOKE ALL ON DATABASE "%s", postgres, template1 FROM PUBLIC;`, database)
	script.line(`GRANT CREATE, CONNECT, TEMPORARY ON DATABASE "%s" TO "%s";`, database, owner)
	script.line(`ALTER DATABASE "%s" CONNECTION LIMIT %d;`, database, share.Connections)
	script.declare(database, owner, users)
	script.line(`\connect "%s"`, database)
	script.line(`ALTER SCHEMA public OWNER TO "%s";`, owner)
	// It tells the names that programs of other tenants give themselves.
	script.line(`REVOKE EXECUTE ON FUNCTION pg_stat_get_activity(integer) FROM PUBLIC;`)
	script.drop(owner, users)
	return script.String()
}

// ConnectShare becomes the server's client in the database of a tenant's service, as its superuser.
func ConnectShare(tenant, service string, words []string) error {
	database, err := newSharedServer(1, answers).database(binding.Share{Tenant: tenant, Service: service})
	if err != nil {
		return err
	}
	return Connect(database, words)
}

// DropShares removes the databases of a tenant, with all that is in them.
func DropShares(tenant string, output io.Writer) error {
	services, err := answers(fmt.Sprintf("SELECT service, database FROM appengine_shares WHERE tenant = '%s' ORDER BY service;", strings.ReplaceAll(tenant, "'", "''")))
	if err != nil || services == "" {
		return err
	}
	for _, line := range strings.Split(services, "\n") {
		service, database, _ := strings.Cut(line, "|")
		if err := query(dropStatements(database)); err != nil {
			return err
		}
		fmt.Fprintln(output, cmp.Or(service, database))
	}
	return nil
}

func dropStatements(database string) string {
	owner, script := database+"-owner", script{}
	script.line(`DROP DATABASE IF EXISTS "%s" WITH (FORCE);`, database)
	script.line(`SELECT format('DROP ROLE %%I', rolname) FROM %s \gexec`, undeclared(owner, nil))
	script.line(`DROP ROLE IF EXISTS "%s";`, owner)
	script.line(`DELETE FROM appengine_shares WHERE database = '%s';`, database)
	return script.String()
}
