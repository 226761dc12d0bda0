package binding

import (
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func write(t *testing.T, directory, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, directory, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(directory, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var orders = Binding{
	Type: "postgresql", Provider: "postgresql", Scheme: "postgresql", Host: "orders", Port: 5432, Username: "shop-1", Database: "orders",
	Query: "sslmode=verify-full&sslrootcert=%s/ca.crt", Place: "/bindings/orders",
}

// The salt and the keys are those of the example of RFC 7677.
func TestScram(t *testing.T) {
	salt, err := base64.StdEncoding.DecodeString("W22ZaJ0SNY7soEsUEjb6gQ==")
	if err != nil {
		t.Fatal(err)
	}
	got, err := scram("pencil", salt)
	expected := "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
	if err != nil || got != expected {
		t.Errorf("%s, %v", got, err)
	}
	if made, err := Scram("pencil"); err != nil || !verifierForm.MatchString(made) || made == got {
		t.Errorf("%s, %v", made, err)
	}
}

func TestAPasswordNeedsNoEscapeAndNeverRepeats(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		made := NewPassword()
		if !password.MatchString(made) || len(made) != passwordLength || seen[made] {
			t.Fatalf("%d characters, seen: %t", len(made), seen[made])
		}
		seen[made] = true
	}
}

func TestTheFilesOfABinding(t *testing.T) {
	directory := t.TempDir()
	made, err := orders.Write(directory, []byte("authority"))
	if err != nil {
		t.Fatal(err)
	}
	expected := map[string]string{
		"type": "postgresql", "provider": "postgresql", "host": "orders", "port": "5432", "username": "shop-1", "database": "orders",
		"password": made, "ca.crt": "authority",
		"uri": "postgresql://shop-1:" + made + "@orders:5432/orders?sslmode=verify-full&sslrootcert=/bindings/orders/ca.crt",
	}
	files, err := os.ReadDir(directory)
	if err != nil || len(files) != len(expected) {
		t.Errorf("%v, %v", files, err)
	}
	for name, content := range expected {
		if got := read(t, directory, name); got != content {
			t.Errorf("%s: %q", name, got)
		}
	}
	if again, err := orders.Write(directory, []byte("another")); err != nil || again != made || read(t, directory, "ca.crt") != "another" {
		t.Errorf("the password changed: %t, %v", again != made, err)
	}
	// What an interrupted write or somebody's hand has left is no password.
	if err := os.Chmod(filepath.Join(directory, "password"), 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, directory, "password", "'; DROP")
	if again, err := orders.Write(directory, nil); err != nil || !password.MatchString(again) || again == made {
		t.Errorf("%v", err)
	}
}

func TestABindingWithoutADatabase(t *testing.T) {
	directory := t.TempDir()
	cache := Binding{Type: "redis", Provider: "valkey", Scheme: "rediss", Host: "cache", Port: 6379, Username: "shop-1", Place: "/bindings/cache"}
	made, err := cache.Write(directory, nil)
	if err != nil || read(t, directory, "uri") != "rediss://shop-1:"+made+"@cache:6379" {
		t.Errorf("%s, %v", read(t, directory, "uri"), err)
	}
	if _, err := os.Stat(filepath.Join(directory, "database")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("database: %v", err)
	}
}

func TestArguments(t *testing.T) {
	bound, err := Binding{}.with([]string{"/bindings/orders", "orders", "5432", "shop-1", "orders"})
	if err != nil || bound.Place != "/bindings/orders" || bound.Host != "orders" || bound.Port != 5432 || bound.Username != "shop-1" || bound.Database != "orders" {
		t.Errorf("%+v, %v", bound, err)
	}
	for _, arguments := range []string{
		"", "/b orders 5432", "/b orders x shop-1", "/b orders 0 shop-1", "/b orders 65536 shop-1", "/b orders 5432 shop_1", "/b orders 5432 Shop",
		`/b orders 5432 a"b`, "/b orders 5432 shop-1 a;b", "/b or/ders 5432 shop-1", "b orders 5432 shop-1", "/b/../c orders 5432 shop-1", "/b orders 5432 shop-1 d e",
	} {
		if bound, err := (Binding{}).with(strings.Fields(arguments)); err == nil {
			t.Errorf("%q: %+v", arguments, bound)
		}
	}
}

func TestUsersAreDeclaredAndHaveCredentials(t *testing.T) {
	directory := t.TempDir()
	declared := filepath.Join(directory, "users.json")
	if users, err := Users(declared, directory); users != nil || err != nil {
		t.Errorf("before the declaration: %v, %v", users, err)
	}
	write(t, directory, "users.json", `["shop-1","worker-1"]`)
	write(t, directory, "shop-1", "SCRAM-SHA-256$4096:c2FsdA==$YQ==:Yg==")
	write(t, directory, "gone-1", "SCRAM-SHA-256$4096:c2FsdA==$YQ==:Yg==")
	users, err := Users(declared, directory)
	if err != nil || len(users) != 1 || !strings.HasPrefix(users["shop-1"], "SCRAM") {
		t.Errorf("%v, %v", users, err)
	}
	for _, wrong := range []string{"{", `["../shop"]`, `["Shop"]`, `["a'b"]`} {
		write(t, directory, "users.json", wrong)
		if users, err := Users(declared, directory); err == nil {
			t.Errorf("%s: %v", wrong, users)
		}
	}
	write(t, directory, "users.json", `["shop-1"]`)
	for _, wrong := range []string{"", "x", "a'; DROP ROLE b; --", "a\nb\nc\nd\ne"} {
		write(t, directory, "shop-1", wrong)
		// The message must not have it.
		if users, err := Users(declared, directory); err == nil || wrong != "" && strings.Contains(err.Error(), wrong) && len(wrong) > 1 {
			t.Errorf("%q: %v, %v", wrong, users, err)
		}
	}
}

func FuzzVerifier(f *testing.F) {
	f.Add("SCRAM-SHA-256$4096:c2FsdA==$YQ==:Yg==")
	f.Add("' OR 1=1")
	f.Fuzz(func(t *testing.T, verifier string) {
		if verifierForm.MatchString(verifier) && strings.ContainsAny(verifier, "'\"\\\n\r \t;%") {
			t.Errorf("%q would end a statement", verifier)
		}
	})
}

func TestAServiceSaysWhichUsersItHas(t *testing.T) {
	file := filepath.Join(t.TempDir(), "users.json")
	if isAcknowledged(file, "shop-1", "a") == nil {
		t.Error("before the service has said anything")
	}
	if err := acknowledge(file, map[string]string{"shop-1": "a"}, io.Discard); err != nil {
		t.Fatal(err)
	}
	for user, verifier := range map[string]string{"shop-1": "b", "worker-1": "a", "other-1": ""} {
		if isAcknowledged(file, user, verifier) == nil && verifier != "" {
			t.Errorf("%s by %s", user, verifier)
		}
	}
	if err := isAcknowledged(file, "shop-1", "a"); err != nil {
		t.Error(err)
	}
}

func TestUsersAreTriedUntilTheServerHasThem(t *testing.T) {
	directory := t.TempDir()
	file := filepath.Join(directory, "said.json")
	tries, refusal := 0, errors.New("the server starts")
	keeper := userKeeper{filepath.Join(directory, "users.json"), directory, file, func(map[string]string) error {
		tries++
		return refusal
	}, newPresence(func(string) bool { return false }, time.Now().Add(-comebackWithin)), io.Discard, nil}
	if err := keeper.look(); err != nil || tries != 0 {
		t.Errorf("before the declaration: %d tries, %v", tries, err)
	}
	write(t, directory, "users.json", `["shop-1"]`)
	write(t, directory, "shop-1", "verifier-1")
	if err := keeper.look(); !errors.Is(err, refusal) || isAcknowledged(file, "shop-1", "verifier-1") == nil {
		t.Errorf("a refusal: %v", err)
	}
	refusal = nil
	for range 2 {
		if err := keeper.look(); err != nil || tries != 2 || isAcknowledged(file, "shop-1", "verifier-1") != nil {
			t.Errorf("%d tries, %v", tries, err)
		}
	}
	write(t, directory, "users.json", `[]`)
	keeper.presence = newPresence(func(string) bool { return false }, time.Now())
	if err := keeper.look(); err != nil || tries != 3 || isAcknowledged(file, "shop-1", "verifier-1") == nil {
		t.Errorf("one that is gone: %d tries, %v", tries, err)
	}
}

func TestASecretIsMadeOnce(t *testing.T) {
	directory := t.TempDir()
	for range 2 {
		if err := generate(directory, 40, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	first := read(t, directory, "value")
	if err := generate(directory, 64, io.Discard); err != nil || read(t, directory, "value") != first || len(first) != 40 || read(t, directory, "type") != "secret" {
		t.Errorf("%d characters, %v", len(first), err)
	}
	for _, length := range []int{0, 15, 1025} {
		if generate(t.TempDir(), length, io.Discard) == nil {
			t.Errorf("%d", length)
		}
	}
}

func TestTheLastReasonIsTold(t *testing.T) {
	count := 0
	err := until(20*time.Millisecond, time.Millisecond, func() error {
		count++
		return errors.New("not yet")
	})
	if err == nil || err.Error() != "not yet" || count < 2 {
		t.Errorf("%v after %d", err, count)
	}
	if err := until(time.Second, time.Millisecond, func() error { return nil }); err != nil {
		t.Error(err)
	}
}

func TestTheAuthorityOfAService(t *testing.T) {
	directory, public := filepath.Join(t.TempDir(), "tls"), filepath.Join(t.TempDir(), "ca.crt")
	authority := Authority{Directory: directory, Public: public, Host: "orders", Output: io.Discard}
	now := time.Now()
	if err := authority.Keep(now); err != nil {
		t.Fatal(err)
	}
	first := read(t, directory, "server.pem")
	if err := authority.Keep(now.Add(24 * time.Hour)); err != nil || read(t, directory, "server.pem") != first || !strings.Contains(read(t, filepath.Dir(public), "ca.crt"), "CERTIFICATE") {
		t.Error("a certificate that holds was issued again", err)
	}
	if err := authority.Keep(now.Add(80 * 24 * time.Hour)); err != nil || read(t, directory, "server.pem") == first {
		t.Error("one that ends soon was not issued again", err)
	}
	status, err := os.Stat(authority.Bundle())
	if err != nil || status.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: servers refuse a key that others may read", status.Mode(), err)
	}
}

func TestASecretOfBeforeIsPutBack(t *testing.T) {
	directory := t.TempDir()
	if err := generate(directory, 43, io.Discard); err != nil {
		t.Fatal(err)
	}
	before := strings.Repeat("k3Y", 14)
	if err := replace(directory, strings.NewReader(before+"\n"), io.Discard); err != nil || read(t, directory, "value") != before {
		t.Errorf("%q, %v", read(t, directory, "value"), err)
	}
	for _, wrong := range []string{"", "short", "with blanks in it and long", strings.Repeat("k", longestSecret+1)} {
		said := strings.Builder{}
		err := replace(directory, strings.NewReader(wrong), &said)
		if err == nil || read(t, directory, "value") != before {
			t.Errorf("%q is a secret", wrong)
		} else if wrong != "" && strings.Contains(err.Error()+said.String(), wrong) {
			t.Errorf("%v", err)
		}
	}
}
