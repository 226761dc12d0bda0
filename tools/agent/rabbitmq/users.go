package rabbitmq

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"

	"agent/binding"
)

const patience = 10 * time.Second

// Verifier is what RabbitMQ keeps of a password: a salt of four bytes, and the SHA-256 of both.
func Verifier(password string) (string, error) {
	salt := make([]byte, 4)
	rand.Read(salt)
	return verifier(password, salt), nil
}

func verifier(password string, salt []byte) string {
	sum := sha256.Sum256(append(slices.Clone(salt), password...))
	return base64.StdEncoding.EncodeToString(append(slices.Clone(salt), sum[:]...))
}

type user struct {
	Name         string   `json:"name"`
	PasswordHash string   `json:"password_hash"`
	Algorithm    string   `json:"hashing_algorithm"`
	Tags         []string `json:"tags"`
}

type permission struct {
	User      string `json:"user"`
	Host      string `json:"vhost"`
	Configure string `json:"configure"`
	Write     string `json:"write"`
	Read      string `json:"read"`
}

type virtualHost struct {
	Name string `json:"name"`
}

// definitions are the server's users, each with every right in the virtual host of its own, and none elsewhere. The operator has an empty one.
func definitions(operator binding.Operator, partition binding.Partition, users map[string]string) ([]byte, error) {
	own, err := Verifier(operator.Password)
	if err != nil {
		return nil, err
	}
	const algorithm, all = "rabbit_password_hashing_sha256", ".*"
	accounts := []user{{operator.Name, own, algorithm, []string{"administrator"}}}
	hosts := []virtualHost{{operator.Part}}
	permissions := []permission{{operator.Name, operator.Part, "", "", all}}
	parts := partition.Split(users)
	for _, host := range slices.Sorted(maps.Keys(parts)) {
		hosts = append(hosts, virtualHost{host})
		for _, name := range parts[host] {
			accounts = append(accounts, user{name, users[name], algorithm, []string{}})
			permissions = append(permissions, permission{name, host, all, all, all})
		}
	}
	return json.Marshal(map[string]any{"users": accounts, "vhosts": hosts, "permissions": permissions})
}

// change makes the users what is declared: who is there and is declared no more goes, and its connections with it.
func change(operator binding.Operator, partition binding.Partition, users map[string]string) error {
	content, err := definitions(operator, partition, users)
	if err != nil {
		return err
	}
	if _, err := manage(operator, http.MethodPost, "/api/definitions", content); err != nil {
		return err
	}
	listed, err := manage(operator, http.MethodGet, "/api/users?columns=name", nil)
	if err != nil {
		return err
	}
	var present []struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(listed, &present); err != nil {
		return err
	}
	for _, account := range present {
		if _, isDeclared := users[account.Name]; isDeclared || account.Name == operator.Name {
			continue
		}
		if _, err := manage(operator, http.MethodDelete, "/api/users/"+url.PathEscape(account.Name), nil); err != nil {
			return err
		}
	}
	return nil
}

var management = http.Client{Timeout: patience}

// manage is one request to the server's own interface, within the container.
func manage(operator binding.Operator, method, path string, body []byte) ([]byte, error) {
	request, err := http.NewRequest(method, fmt.Sprintf("http://127.0.0.1:%d%s", managementPort, path), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.SetBasicAuth(operator.Name, operator.Password)
	request.Header.Set("Content-Type", "application/json")
	answer, err := management.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= http.StatusMultipleChoices {
		err = fmt.Errorf("%s %s: %s", method, path, answer.Status)
	}
	return said, err
}
