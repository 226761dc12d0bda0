package mariadb

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"agent/binding"
)

func change(database string, users map[string]string) error {
	// All that come over the network; those of the server itself are local.
	present, err := query("SELECT User FROM mysql.global_priv WHERE Host = '%' AND User <> ''")
	if err != nil {
		return err
	}
	_, err = query(statements(database, users, present))
	return err
}

// statements make the database, and its users as they are declared; who is there and is declared no more goes, and its connections with it.
func statements(database string, users map[string]string, present []string) string {
	script := strings.Builder{}
	line := func(format string, values ...any) { fmt.Fprintf(&script, format+"\n", values...) }
	line("CREATE DATABASE IF NOT EXISTS `%s`;", database)
	for _, name := range binding.Names(users) {
		line("CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED VIA mysql_native_password USING '%s' REQUIRE SSL;", name, users[name])
		line("ALTER USER '%s'@'%%' IDENTIFIED VIA mysql_native_password USING '%s' REQUIRE SSL;", name, users[name])
		line("GRANT ALL PRIVILEGES ON `%s`.* TO '%s'@'%%';", database, name)
	}
	for _, name := range present {
		if _, isDeclared := users[name]; !isDeclared {
			line("DROP USER IF EXISTS '%s'@'%%';", strings.ReplaceAll(name, "'", "''"))
			line("KILL USER '%s';", strings.ReplaceAll(name, "'", "''"))
		}
	}
	return script.String()
}

// Verifier is what MariaDB keeps of a password: with 190 bits of chance in it, a salt would add nothing.
func Verifier(password string) (string, error) {
	once := sha1.Sum([]byte(password))
	twice := sha1.Sum(once[:])
	return "*" + strings.ToUpper(hex.EncodeToString(twice[:])), nil
}

// Kind is a binding to MariaDB.
var Kind = binding.Kind{
	Binding:  binding.Binding{Type: "mysql", Provider: "mariadb", Scheme: "mysql"},
	Verifier: Verifier,
	Login:    login,
}

func login(bound binding.Binding, password string) error {
	client := exec.Command("mariadb", "--no-defaults", "--host="+bound.Host, fmt.Sprintf("--port=%d", bound.Port), "--user="+bound.Username,
		"--ssl-ca="+binding.AuthorityFile, "--ssl-verify-server-cert", "--connect-timeout=5", "--execute=SELECT 1", bound.Database)
	client.Env = append(os.Environ(), "MYSQL_PWD="+password)
	if said, err := client.CombinedOutput(); err != nil {
		return errors.New(binding.FirstLine(string(said)))
	}
	return nil
}
