package binding

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"agent/certificate"
	"agent/process"
)

const (
	// Where a gateway says which users still have a container that runs.
	presencePort = 8082
	publicPlace  = "/public"
)

// SharedServer makes what the shares of a server are to have.
type SharedServer interface {
	// Change gives a share these users and no others, by their verifiers. Without any, nobody gets to its data, which stays.
	Change(share Share, users map[string]string) (Account, error)
	// Look measures what a share uses, and holds it to its limits.
	Look(share Share) (Look, error)
}

// Look is what a look at a share has found.
type Look struct {
	// Used of the storage, in MiB.
	Used int64
	// IsClosed is true where it uses so much that nobody gets to it any more.
	IsClosed bool
	// Problem is empty where there is none.
	Problem string
}

// KeepShares makes databases and users of a shared server those that are declared, whenever they change.
func KeepShares(ctx context.Context, server SharedServer) {
	keeper := shareKeeper{
		declared: filepath.Dir(Declared), verifiers: Verifiers, public: publicPlace, server: server, ask: askGateway, output: os.Stdout, shares: map[string]*keptShare{},
	}
	said := ""
	for process.Sleep(ctx, lookForUsers) {
		if err := keeper.look(time.Now()); err != nil && err.Error() != said {
			said = err.Error()
			fmt.Fprintf(os.Stderr, "shares: %s\n", strings.ReplaceAll(said, "\n", "; "))
		}
	}
}

type shareKeeper struct {
	declared, verifiers, public string
	server                      SharedServer
	ask                         func(gateway, user string) (isThere, answers bool)
	output                      io.Writer
	shares                      map[string]*keptShare
}

// keptShare is what is known of one share.
type keptShare struct {
	share Share
	// Those of its users that still have a container.
	users *presence
	// Its gateway, by the empty name.
	gateway *presence
	// What the server has been told, once it has been.
	known   map[string]string
	isTold  bool
	account Account
}

func (k *shareKeeper) look(now time.Time) error {
	declared, err := shares(k.declared)
	problems := []string{}
	if err != nil {
		problems = append(problems, err.Error())
	}
	for _, share := range declared {
		if err := k.lookAt(share, now); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", share.Place(), err))
		}
	}
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("%s", strings.Join(problems, "; "))
}

func (k *shareKeeper) lookAt(share Share, now time.Time) error {
	kept := k.kept(share, now)
	found, err := k.server.Look(share)
	if err != nil {
		return err
	}
	users := map[string]string{}
	// Without a way to it, its credentials are for nobody: a tenant that is gone cannot say so.
	if kept.gateway.holds("", now) && !found.IsClosed {
		if users, err = k.usersOf(kept, share, now); err != nil {
			return err
		}
	}
	account := kept.account
	if !kept.isTold || !reflect.DeepEqual(kept.share, share) || !maps.Equal(kept.known, users) {
		if account, err = k.server.Change(share, users); err != nil {
			// The one who waits for it has to know why.
			return k.publish(kept, share, Account{Problem: err.Error()}, err)
		}
		kept.share, kept.known, kept.isTold = share, users, true
		fmt.Fprintf(k.output, "users of %s: %s\n", share.Place(), strings.Join(Names(users), " "))
	}
	account.Used, account.Problem = found.Used, found.Problem
	return k.publish(kept, share, account, nil)
}

func (k *shareKeeper) kept(share Share, now time.Time) *keptShare {
	kept := k.shares[share.Name()]
	if kept == nil {
		kept = &keptShare{}
		k.shares[share.Name()] = kept
	}
	if kept.users == nil || kept.share.Gateway != share.Gateway {
		isThere := func(user string) bool {
			isThere, _ := k.ask(share.Gateway, user)
			return isThere
		}
		answers := func(string) bool {
			_, answers := k.ask(share.Gateway, "")
			return answers
		}
		before := kept.users
		kept.users, kept.gateway = newPresence(isThere, now), newPresence(answers, now)
		kept.gateway.comeback = always
		// At the start of the server, and where it is another one, it counts as there until it has had the time to answer.
		kept.gateway.declared("", now)
		if before != nil {
			kept.users.seen = before.sightings()
		}
		kept.share.Gateway = share.Gateway
		kept.isTold = false
	}
	return kept
}

// usersOf are the users that are declared, and those that are not and still work.
func (k *shareKeeper) usersOf(kept *keptShare, share Share, now time.Time) (map[string]string, error) {
	users := map[string]string{}
	prefix := share.Name() + separator
	files, err := os.ReadDir(k.verifiers)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		user, isOwn := strings.CutPrefix(file.Name(), prefix)
		if !isOwn || !userName.MatchString(user) {
			continue
		}
		if slices.Contains(share.Users, user) {
			kept.users.declared(user, now)
		} else if !kept.users.holds(user, now) {
			continue
		}
		if users[user], err = verifierOf(k.verifiers, file.Name()); err != nil {
			return nil, err
		}
	}
	return users, nil
}

// publish tells those who bind, and those who operate, what became of a share.
func (k *shareKeeper) publish(kept *keptShare, share Share, account Account, cause error) error {
	file := accountFile(k.public, share.Name())
	if reflect.DeepEqual(kept.account, account) {
		return cause
	}
	if account.Problem != kept.account.Problem && account.Problem != "" {
		fmt.Fprintf(k.output, "%s: %s\n", share.Place(), account.Problem)
	}
	content, err := json.Marshal(account)
	if err != nil {
		return err
	}
	if err := certificate.Replace(file, content, certificate.Readable); err != nil {
		return err
	}
	kept.account = account
	return cause
}

var gatewayClient = http.Client{Timeout: lookupPatience, Transport: &http.Transport{DisableKeepAlives: true}}

// askGateway asks a tenant's gateway whether a user has a container there.
func askGateway(gateway, user string) (isThere, answers bool) {
	response, err := gatewayClient.Get(fmt.Sprintf("http://%s:%d/%s", gateway, presencePort, user))
	if err != nil {
		return false, false
	}
	_ = response.Body.Close()
	return response.StatusCode == http.StatusOK, true
}
