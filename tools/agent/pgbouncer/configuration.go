package pgbouncer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"agent/binding"
)

// Modes are when a connection of the server is given to another client.
const (
	Session     = "session"
	Transaction = "transaction"
)

// Config is what was declared.
type Config struct {
	// Host is the pooler's name in its certificate, Database that of the database, and Server that of the server.
	Host, Database, Server string
	// Mode is Session or Transaction.
	Mode string
	// Clients and Connections are the most of apps to the pooler, and of the pooler to the server.
	Clients, Connections int
}

var name = regexp.MustCompile(`^[a-z][a-z0-9-]{0,62}$`)

// ReadConfig reads arguments: host, database, server, mode, clients and connections.
func ReadConfig(arguments []string) (Config, error) {
	config := Config{Host: arguments[0], Database: arguments[1], Server: arguments[2], Mode: arguments[3]}
	for _, given := range arguments[:3] {
		if !name.MatchString(given) {
			return config, fmt.Errorf("name %q must be 1 to 63 of a-z, 0-9 and -, a letter first", given)
		}
	}
	if config.Mode != Session && config.Mode != Transaction {
		return config, fmt.Errorf("%q is neither %s nor %s", config.Mode, Session, Transaction)
	}
	for index, number := range []*int{&config.Clients, &config.Connections} {
		parsed, err := strconv.Atoi(arguments[4+index])
		if err != nil || parsed < 1 {
			return config, fmt.Errorf("%q must be a whole number from 1 on", arguments[4+index])
		}
		*number = parsed
	}
	return config, nil
}

const (
	configFile  = "/tmp/pgbouncer.ini"
	usersFile   = "/tmp/users.txt"
	trustedFile = "/server/ca.crt"
	port        = 6432

	// Of each connection to the server, where clients prepare statements and get another one for the next transaction.
	preparedStatements = 200
)

// As DISCARD ALL, which would leave the role that a user acts as, and which no other statement may follow.
const resetSession = "CLOSE ALL; RESET ALL; RESET role; DEALLOCATE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES"

// text is the configuration. @param bundle file with the certificate and its key. @param apps how many share the connections
func (c Config) text(bundle string, apps int) string {
	prepared := 0
	if c.Mode == Transaction {
		prepared = preparedStatements
	}
	lines := strings.Builder{}
	line := func(format string, values ...any) { fmt.Fprintf(&lines, format+"\n", values...) }
	line("[databases]")
	line("%s = host=%s port=5432 dbname=%s", c.Database, c.Server, c.Database)
	line("[pgbouncer]")
	for _, setting := range [][2]string{
		{"listen_addr", "*"}, {"listen_port", strconv.Itoa(port)}, {"unix_socket_dir", ""},
		// The keys of a login are passed on to the server: neither has a password.
		{"auth_type", "scram-sha-256"}, {"auth_file", usersFile},
		{"client_tls_sslmode", "require"}, {"client_tls_protocols", "secure"}, {"client_tls_cert_file", bundle}, {"client_tls_key_file", bundle},
		{"server_tls_sslmode", "verify-full"}, {"server_tls_protocols", "secure"}, {"server_tls_ca_file", trustedFile},
		{"pool_mode", c.Mode}, {"max_prepared_statements", strconv.Itoa(prepared)}, {"server_reset_query", resetSession},
		{"max_client_conn", strconv.Itoa(c.Clients)}, {"max_db_connections", strconv.Itoa(c.Connections)},
		{"default_pool_size", strconv.Itoa(max(1, c.Connections/max(1, apps)))},
		// A server that is replaced has another address, and is back within seconds.
		{"dns_max_ttl", "2"}, {"dns_nxdomain_ttl", "1"}, {"server_login_retry", "1"},
		// What an app does not use is for others.
		{"server_idle_timeout", "60"}, {"query_wait_timeout", "60"}, {"tcp_keepidle", "60"}, {"tcp_keepintvl", "10"},
		// JDBC sends it with each connection.
		{"ignore_startup_parameters", "extra_float_digits"},
		{"log_connections", "0"}, {"log_disconnections", "0"}, {"stats_period", "3600"},
	} {
		line("%s = %s", setting[0], setting[1])
	}
	return lines.String()
}

// usersText is the list of users with what their passwords are checked by, which is what the server has.
func usersText(users map[string]string) string {
	lines := strings.Builder{}
	for _, name := range binding.Names(users) {
		fmt.Fprintf(&lines, "\"%s\" \"%s\"\n", name, users[name])
	}
	return lines.String()
}
