package rabbitmq

import (
	"encoding/json"
	"strings"
	"testing"

	"agent/binding"
)

// The salt, the password and the hash are those of RabbitMQ's own documentation.
func TestVerifier(t *testing.T) {
	if got := verifier("test12", []byte{0x90, 0x8D, 0xC6, 0x0A}); got != "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR" {
		t.Error(got)
	}
	first, _ := Verifier("password")
	if second, err := Verifier("password"); err != nil || second == first || len(second) != 48 {
		t.Errorf("%s, %v", second, err)
	}
}

func TestDefinitions(t *testing.T) {
	perApp, err := binding.ParsePartition("jobs", "per-app")
	if err != nil {
		t.Fatal(err)
	}
	content, err := definitions(binding.Operator{Name: "operator", Password: "p", Part: "operator"}, perApp, map[string]string{"shop-1": "A", "desk-1": "B"})
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		Users       []user        `json:"users"`
		Hosts       []virtualHost `json:"vhosts"`
		Permissions []permission  `json:"permissions"`
	}
	if err := json.Unmarshal(content, &parsed); err != nil {
		t.Fatal(err)
	}
	if len(parsed.Users) != 3 || parsed.Users[2].Name != "shop-1" || parsed.Users[2].PasswordHash != "A" || len(parsed.Users[2].Tags) != 0 {
		t.Errorf("%+v", parsed.Users)
	}
	if len(parsed.Hosts) != 3 || parsed.Hosts[1].Name != "jobs-desk" || parsed.Hosts[2].Name != "jobs-shop" {
		t.Errorf("%+v", parsed.Hosts)
	}
	// Each in its own virtual host alone.
	if len(parsed.Permissions) != 3 || parsed.Permissions[1] != (permission{"desk-1", "jobs-desk", ".*", ".*", ".*"}) {
		t.Errorf("%+v", parsed.Permissions)
	}
}

func TestOptions(t *testing.T) {
	parsed, err := parse("jobs", []string{"shared", "rabbitmq_random_exchange", "heartbeat=30"})
	if err != nil || strings.Join(parsed.plugins, ",") != "rabbitmq_random_exchange" || strings.Join(parsed.settings, ",") != "heartbeat = 30" {
		t.Errorf("%+v, %v", parsed, err)
	}
	if _, err := parse("jobs", []string{"mine"}); err == nil {
		t.Error("another partition is taken")
	}
}

func TestConfiguration(t *testing.T) {
	text := configuration(binding.Authority{Directory: "/data/tls"}, []string{"heartbeat = 30"})
	for _, expected := range []string{"listeners.tcp = none\n", "listeners.ssl.default = 5671\n", "management.tcp.ip = 127.0.0.1\n", "heartbeat = 30\n"} {
		if !strings.Contains(text, expected) {
			t.Errorf("without %s", expected)
		}
	}
}
