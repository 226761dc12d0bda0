package pgbouncer

import (
	"io"
	"net"
	"strings"
	"testing"
)

func TestArguments(t *testing.T) {
	config, err := ReadConfig([]string{"orders-pooler", "orders", "orders", "transaction", "500", "21"})
	if err != nil || config != (Config{"orders-pooler", "orders", "orders", Transaction, 500, 21}) {
		t.Errorf("%+v, %v", config, err)
	}
	for _, arguments := range []string{
		"Orders orders orders session 1 1", "a b;c d session 1 1", "a b c=d session 1 1", "a b c statement 1 1", "a b c session 0 1", "a b c session 1 many",
	} {
		if _, err := ReadConfig(strings.Fields(arguments)); err == nil {
			t.Error(arguments)
		}
	}
}

func TestConnectionsAreShared(t *testing.T) {
	config := Config{"orders-pooler", "orders", "orders", Transaction, 500, 21}
	for apps, size := range map[int]string{0: "21", 1: "21", 2: "10", 30: "1"} {
		if text := config.text("/data/tls/server.pem", apps); !strings.Contains(text, "\ndefault_pool_size = "+size+"\n") {
			t.Errorf("%d apps: %s", apps, text)
		}
	}
	text := config.text("/data/tls/server.pem", 1)
	for _, expected := range []string{
		"orders = host=orders port=5432 dbname=orders", "server_tls_sslmode = verify-full", "client_tls_sslmode = require", "max_db_connections = 21",
		"max_client_conn = 500", "max_prepared_statements = 200", "pool_mode = transaction",
	} {
		if !strings.Contains(text, expected+"\n") {
			t.Errorf("%q is not in %s", expected, text)
		}
	}
	config.Mode = Session
	if text := config.text("/data/tls/server.pem", 1); !strings.Contains(text, "max_prepared_statements = 0\n") {
		t.Error(text)
	}
}

func TestUsersHaveWhatTheServerChecksThemBy(t *testing.T) {
	users := map[string]string{"shop-1": "SCRAM-SHA-256$4096:a$b:c", "shop-2": "SCRAM-SHA-256$4096:d$e:f"}
	if text := usersText(users); !strings.HasPrefix(text, "\"shop-1\" \"SCRAM-SHA-256$4096:a$b:c\"\n\"shop-2\" ") {
		t.Error(text)
	}
}

func TestItHasToTakeTls(t *testing.T) {
	for answer, isFine := range map[string]bool{"S": true, "N": false, "": false} {
		client, server := net.Pipe()
		go func() {
			_, _ = io.ReadFull(server, make([]byte, 8))
			_, _ = io.WriteString(server, answer)
			server.Close()
		}()
		if err := askForTls(client); (err == nil) != isFine {
			t.Errorf("%q: %v", answer, err)
		}
	}
}
