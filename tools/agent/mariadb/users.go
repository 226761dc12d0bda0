package mariadb

import (
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"agent/binding"
)

func change(database string, users map[string]string) error {
	// All that come over the network; those of the server itself are local.
	present, err := query("SELECT User FROM mysql.global_priv WHERE Host = '%' AND User <> ''")
	if err != nil {
		return err
	}
	definers, err := query(definersQuery)
	if err != nil {
		return err
	}
	_, err = query(statements(database, users, present, definers))
	return err
}

// Views, triggers and routines run with the rights of the user who has made them, and fail where there is none.
const definersQuery = `SELECT DISTINCT SUBSTRING_INDEX(definer, '@', 1) FROM (
 SELECT definer FROM information_schema.views UNION SELECT definer FROM information_schema.routines
 UNION SELECT definer FROM information_schema.triggers UNION SELECT definer FROM information_schema.events) AS made
 WHERE definer LIKE '%@\%'`

// statements make the database, and its users as they are declared; who is there and is declared no more goes, and its connections with it. One that views or routines
// run as stays, and can log in no more.
func statements(database string, users map[string]string, present, definers []string) string {
	script := strings.Builder{}
	line := func(format string, values ...any) { fmt.Fprintf(&script, format+"\n", values...) }
	line("CREATE DATABASE IF NOT EXISTS `%s`;", database)
	for _, name := range binding.Names(users) {
		line("CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED VIA mysql_native_password USING '%s' REQUIRE SSL;", name, users[name])
		line("ALTER USER '%s'@'%%' IDENTIFIED VIA mysql_native_password USING '%s' REQUIRE SSL ACCOUNT UNLOCK;", name, users[name])
		if binding.IsExporter(name) {
			line("GRANT PROCESS, BINLOG MONITOR, SLAVE MONITOR ON *.* TO '%s'@'%%';", name)
			continue
		}
		line("GRANT ALL PRIVILEGES ON `%s`.* TO '%s'@'%%';", database, name)
	}
	for _, name := range present {
		if _, isDeclared := users[name]; isDeclared {
			continue
		}
		quoted := strings.ReplaceAll(name, "'", "''")
		if slices.Contains(definers, name) {
			line("ALTER USER '%s'@'%%' IDENTIFIED VIA mysql_native_password USING 'invalid' ACCOUNT LOCK;", quoted)
		} else {
			line("DROP USER IF EXISTS '%s'@'%%';", quoted)
		}
		line("KILL USER '%s';", quoted)
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
	arguments := []string{"--no-defaults", "--host=" + bound.Host, fmt.Sprintf("--port=%d", bound.Port), "--user=" + bound.Username,
		"--ssl-ca=" + binding.AuthorityFile, "--ssl-verify-server-cert", "--connect-timeout=5", "--execute=SELECT 1"}
	// One that reads no data may not enter the database.
	if !binding.IsExporter(bound.Username) {
		arguments = append(arguments, bound.Database)
	}
	client := exec.Command("mariadb", arguments...)
	client.Env = append(os.Environ(), "MYSQL_PWD="+password)
	if said, err := client.CombinedOutput(); err != nil {
		return errors.New(binding.FirstLine(string(said)))
	}
	return nil
}
