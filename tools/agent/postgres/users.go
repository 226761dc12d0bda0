package postgres

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"agent/binding"
)

// script is made of lines for psql.
type script struct{ strings.Builder }

func (s *script) line(format string, values ...any) {
	fmt.Fprintf(s, format+"\n", values...)
}

// create makes what is not there yet.
func (s *script) create(what, name, catalogue, column string) {
	s.line(`SELECT '%s' WHERE NOT EXISTS (SELECT FROM %s WHERE %s = '%s') \gexec`, what, catalogue, column, name)
}

// declare makes users who act as the owner of the database, and those that only look.
func (s *script) declare(database, owner string, users map[string]string) {
	for _, name := range binding.Names(users) {
		s.create(fmt.Sprintf(`CREATE ROLE "%s"`, name), name, "pg_roles", "rolname")
		s.line(`ALTER ROLE "%s" LOGIN PASSWORD '%s' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;`, name, users[name])
		if binding.IsExporter(name) {
			s.line(`GRANT pg_monitor TO "%s";`, name)
			s.line(`GRANT CONNECT ON DATABASE "%s" TO "%s";`, database, name)
			continue
		}
		s.line(`GRANT "%s" TO "%s";`, owner, name)
		s.line(`ALTER ROLE "%s" SET role TO '%s';`, name, owner)
	}
}

// drop removes all other users, in the database that they act in.
func (s *script) drop(owner string, users map[string]string) {
	gone := undeclared(owner, users)
	each := func(statement string) { s.line(`SELECT format('%s', rolname) FROM %s \gexec`, statement, gone) }
	each(`ALTER ROLE %I NOLOGIN PASSWORD NULL`)
	s.line(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN (SELECT rolname FROM %s);`, gone)
	each(fmt.Sprintf(`REASSIGN OWNED BY %%I TO "%s"`, owner))
	each(`DROP OWNED BY %I`)
	each(`DROP ROLE %I`)
}

// statements make the database, and its users as they are declared. What a user makes belongs to the owner of the database, a role that nobody logs in as:
// so a user can go, and what it has made stays.
func statements(database string, users map[string]string) string {
	owner, script := database+"-owner", script{}
	script.create(fmt.Sprintf(`CREATE ROLE "%s" NOLOGIN`, owner), owner, "pg_roles", "rolname")
	script.create(fmt.Sprintf(`CREATE DATABASE "%s" OWNER "%s"`, database, owner), database, "pg_database", "datname")
	script.line(`REVOKE ALL ON DATABASE "%s", postgres, template1 FROM PUBLIC;`, database)
	script.declare(database, owner, users)
	script.line(`\connect "%s"`, database)
	script.drop(owner, users)
	return script.String()
}

// undeclared are the members of the owner, and those that only look, that are declared no more.
func undeclared(owner string, users map[string]string) string {
	relation := fmt.Sprintf(`(SELECT member.rolname FROM pg_auth_members JOIN pg_roles member ON member.oid = pg_auth_members.member`+
		` JOIN pg_roles granted ON granted.oid = pg_auth_members.roleid WHERE (granted.rolname = '%s' OR granted.rolname = 'pg_monitor' AND member.rolcanlogin)`+
		` AND NOT member.rolsuper`, owner)
	for _, name := range binding.Names(users) {
		relation += fmt.Sprintf(` AND member.rolname <> '%s'`, name)
	}
	return relation + ") AS gone"
}

// Kind is a binding to PostgreSQL.
var Kind = binding.Kind{
	Binding: binding.Binding{
		Type: "postgresql", Provider: "postgresql", Scheme: "postgresql", Query: "sslmode=verify-full&sslrootcert=%s/ca.crt",
	},
	Verifier: binding.Scram,
	Login:    login,
}

func login(bound binding.Binding, password string) error {
	client := exec.Command("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--command", "SELECT 1")
	client.Env = append(os.Environ(), "PGHOST="+bound.Host, fmt.Sprintf("PGPORT=%d", bound.Port), "PGUSER="+bound.Username, "PGDATABASE="+bound.Database,
		"PGPASSWORD="+password, "PGSSLMODE=verify-full", "PGSSLROOTCERT="+binding.AuthorityFile, "PGCONNECT_TIMEOUT=5")
	if said, err := client.CombinedOutput(); err != nil {
		return errors.New(binding.FirstLine(string(said)))
	}
	return nil
}
