package nats

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"agent/binding"

	"golang.org/x/crypto/bcrypt"
)

// Of a part; the server's own accounts are in capitals.
var accountName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// options are what the declaration says.
type options struct {
	host      string
	partition binding.Partition
	// Of the server, in MiB.
	memory int
	// Settings of the server by name, such as `max_payload`; a number where it is one.
	settings map[string]any
	// Of JetStream.
	streams map[string]any
}

// parse takes PARTITION MEMORY SETTING=VALUE...; those of JetStream begin with `jetstream.`.
func parse(host string, arguments []string) (options, error) {
	parsed := options{host: host, settings: map[string]any{}, streams: map[string]any{"store_dir": streams}}
	if len(arguments) < 2 {
		return parsed, fmt.Errorf("it needs PARTITION MEMORY [SETTING=VALUE...]")
	}
	var err error
	if parsed.partition, err = binding.ParsePartition(host, arguments[0]); err != nil {
		return parsed, err
	}
	if parsed.memory, err = strconv.Atoi(arguments[1]); err != nil {
		return parsed, fmt.Errorf("memory %q must be a number of MiB", arguments[1])
	}
	for _, argument := range arguments[2:] {
		name, text, isSetting := strings.Cut(argument, "=")
		if !isSetting {
			return parsed, fmt.Errorf("%q must be SETTING=VALUE", argument)
		}
		var value any = text
		if number, err := strconv.ParseInt(text, 10, 64); err == nil {
			value = number
		} else if text == "true" || text == "false" {
			value = text == "true"
		}
		if ofStreams, isIt := strings.CutPrefix(name, "jetstream."); isIt {
			parsed.streams[ofStreams] = value
		} else {
			parsed.settings[name] = value
		}
	}
	return parsed, nil
}

type user struct {
	User     string `json:"user"`
	Password string `json:"password"`
}

// accountsWithStreams are those that have data. Without them in its configuration, a server is not healthy; with them it keeps what an app that is gone has left.
func accountsWithStreams(directory string) ([]string, error) {
	entries, err := os.ReadDir(directory)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	names := []string{}
	for _, entry := range entries {
		if entry.IsDir() && accountName.MatchString(entry.Name()) {
			names = append(names, entry.Name())
		}
	}
	return names, err
}

// configuration is the server's file, whose form JSON is one of. Each part is an account: its subjects and streams are no other one's.
func configuration(declared options, bundle, operator string, users map[string]string, kept []string) ([]byte, error) {
	verifier, err := Verifier(operator)
	if err != nil {
		return nil, err
	}
	accounts := map[string]any{
		// Without any user, a server would let all come in.
		"SYS": map[string]any{"users": []user{{"operator", verifier}}},
	}
	parts := declared.partition.Split(users)
	for _, account := range kept {
		parts[account] = append([]string{}, parts[account]...)
	}
	for account, names := range parts {
		members := make([]user, 0, len(names))
		for _, name := range names {
			members = append(members, user{name, users[name]})
		}
		accounts[account] = map[string]any{"jetstream": "enabled", "users": members}
	}
	file := map[string]any{
		"listen": fmt.Sprintf("0.0.0.0:%d", port), "http": fmt.Sprintf("127.0.0.1:%d", monitorPort), "server_name": declared.host,
		"tls":       map[string]any{"cert_file": bundle, "key_file": bundle, "min_version": "1.2", "timeout": 5},
		"jetstream": declared.streams, "accounts": accounts, "system_account": "SYS", "logtime": false,
	}
	for name, value := range declared.settings {
		file[name] = value
	}
	return json.MarshalIndent(file, "", "  ")
}

// Verifier is what NATS keeps of a password: with 190 bits of chance in it, a slow hash would add nothing.
func Verifier(password string) (string, error) {
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	return string(hash), err
}
