package binding

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

const declaration = `{"tenant":"acme","service":"orders","gateway":"i-acme-orders-0a1b2c3d","storage":64,"connections":5,"users":["shop-1"]}`

func TestDeclarationsThatAreNone(t *testing.T) {
	for content, expected := range map[string]string{
		declaration: "",
		strings.Replace(declaration, "shop-1", "shop'; DROP", 1): "must be of a-z",
		strings.Replace(declaration, "shop-1", "shop--1", 1):     "single -",
		strings.Replace(declaration, "acme", "globex", 1):        "it declares globex/orders",
		strings.Replace(declaration, "i-acme", "http:", 1):       "must be the name of a container",
		strings.Replace(declaration, `:64`, `:0`, 1):             "must be at least 1",
		`{"tenant":`: "unexpected end",
	} {
		directory := t.TempDir()
		write(t, directory, "acme--orders.json", content)
		write(t, directory, "globex--orders.json", strings.Replace(declaration, `"acme"`, `"globex"`, 1))
		found, err := shares(directory)
		if expected == "" && (err != nil || len(found) != 2) || expected != "" && (err == nil || !strings.Contains(err.Error(), expected) || len(found) != 1) {
			t.Errorf("%s: %v, %v", content, found, err)
		}
	}
}

// tenantsServer is a server that remembers what it was told.
type tenantsServer struct {
	users   map[string]string
	look    Look
	problem error
}

func (s *tenantsServer) Change(share Share, users map[string]string) (Account, error) {
	account := Account{Database: "d0", Users: map[string]Role{}}
	for user, verifier := range users {
		account.Users[user] = Role{"u-" + user, verifier}
	}
	s.users[share.Place()] = strings.Join(Names(users), " ")
	return account, s.problem
}

func (s *tenantsServer) Look(Share) (Look, error) { return s.look, nil }

func TestAShareHasItsUsersAsLongAsItsGatewayAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		declared, verifiers, public := t.TempDir(), t.TempDir(), t.TempDir()
		server := &tenantsServer{users: map[string]string{}}
		isUp, isOld := atomic.Bool{}, atomic.Bool{}
		keeper := shareKeeper{declared: declared, verifiers: verifiers, public: public, server: server, output: io.Discard, shares: map[string]*keptShare{},
			ask: func(_, user string) (bool, bool) { return isUp.Load() && isOld.Load() && user == "shop-1", isUp.Load() }}
		after := func(wait time.Duration, expected string) {
			t.Helper()
			for end := time.Now().Add(wait); time.Now().Before(end); time.Sleep(time.Second) {
				if err := keeper.look(time.Now()); err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
			}
			account, err := readAccount(public, "acme--orders")
			if users := strings.Join(Names(account.Users), " "); err != nil || users != expected || server.users["acme/orders"] != expected {
				t.Errorf("%q and %q instead of %q, %v", users, server.users["acme/orders"], expected, err)
			}
		}
		isUp.Store(true)
		isOld.Store(true)
		write(t, declared, "acme--orders.json", declaration)
		// Of another tenant, whose name begins in the same way.
		write(t, verifiers, "acme--orders-2--shop-1", "another-verifier")
		after(2*time.Second, "")
		write(t, verifiers, "acme--orders--shop-1", "verifier-1")
		after(2*time.Second, "shop-1")
		// Rotated: the old generation goes on until it has ended.
		write(t, declared, "acme--orders.json", strings.Replace(declaration, "shop-1", "shop-2", 1))
		write(t, verifiers, "acme--orders--shop-2", "verifier-2")
		after(time.Minute, "shop-1 shop-2")
		// The next deploy has another gateway.
		write(t, declared, "acme--orders.json", strings.Replace(strings.Replace(declaration, "shop-1", "shop-2", 1), "0a1b", "ffff", 1))
		after(2*time.Second, "shop-1 shop-2")
		isOld.Store(false)
		after(12*time.Second, "shop-2")
		// Removed with its gateway, and nothing says so.
		isUp.Store(false)
		after(5*time.Second, "shop-2")
		after(12*time.Second, "")
		after(3*time.Hour, "")
		isUp.Store(true)
		after(12*time.Second, "shop-2")
		server.look = Look{Used: 90, IsClosed: true, Problem: "closed"}
		after(2*time.Second, "")
		account, _ := readAccount(public, "acme--orders")
		if account.Used != 90 || account.Problem != "closed" {
			t.Errorf("%v", account)
		}
		output := strings.Builder{}
		if err := printShares(public, &output); err != nil || !json.Valid([]byte(output.String())) || !strings.Contains(output.String(), `"acme/orders":{"database":"d0"`) {
			t.Errorf("%s, %v", output.String(), err)
		}
	})
}

func TestTheOneWhoBindsIsToldWhyNot(t *testing.T) {
	declared, public := t.TempDir(), t.TempDir()
	server := &tenantsServer{users: map[string]string{}, problem: errors.New("the server is full")}
	keeper := shareKeeper{declared: declared, verifiers: t.TempDir(), public: public, server: server, output: io.Discard, shares: map[string]*keptShare{},
		ask: func(string, string) (bool, bool) { return false, true }}
	write(t, declared, "acme--orders.json", declaration)
	if err := keeper.look(time.Now()); err == nil || !strings.Contains(err.Error(), "acme/orders: the server is full") {
		t.Errorf("%v", err)
	}
	account, err := readAccount(public, "acme--orders")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := orders.of(account, "shop-1", "verifier-1"); err == nil || err.Error() != "the server is full" {
		t.Errorf("%v", err)
	}
	if _, err := orders.of(Account{Users: map[string]Role{"shop-1": {"u1", "another"}}}, "shop-1", "verifier-1"); err == nil {
		t.Error("the verifier is another one")
	}
	bound, err := orders.of(Account{Database: "d0", Users: map[string]Role{"shop-1": {"u1", "verifier-1"}}}, "shop-1", "verifier-1")
	if err != nil || bound.Username != "u1" || bound.Database != "d0" {
		t.Errorf("%v, %v", bound, err)
	}
}

func TestHostsOfABinding(t *testing.T) {
	for host, isGood := range map[string]bool{"orders": true, "orders.postgres.shared.appengine.internal": true, "orders..x": false, "Orders": false, "a b": false, "": false} {
		bound := orders
		bound.Host = host
		if err := bound.Check(); (err == nil) != isGood {
			t.Errorf("%q: %v", host, err)
		}
	}
}
