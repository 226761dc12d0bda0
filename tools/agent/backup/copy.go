package backup

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	copyName     = "copy"
	identityName = "identity"
	fetchedName  = ".fetched"
	// It is there from a fetch until what was fetched is restored.
	waitingName = "waiting"
	lockName    = "lock"
)

// ofThisHost are entries of the repository that are in no copy.
var ofThisHost = []string{copyName + ".json", lockName, fetchedName, waitingName}

// Copy is the last run that copied the repository to the target.
type Copy struct {
	Target  string    `json:"target"`
	Began   time.Time `json:"began"`
	Ended   time.Time `json:"ended"`
	Outcome string    `json:"outcome"`
	Problem string    `json:"problem,omitempty"`
	Message string    `json:"message,omitempty"`
	// Backup is the last one that the target has, and Copied when it got it.
	Backup string    `json:"backup,omitempty"`
	Copied time.Time `json:"copied,omitzero"`
	// Stored is how many bytes it took.
	Stored int64 `json:"stored,omitempty"`
}

// Fetched is what was brought back.
type Fetched struct {
	Backups int    `json:"backups"`
	Last    string `json:"last"`
	// Aside is the directory of the repository that was there before; empty where there was none.
	Aside string `json:"aside,omitempty"`
}

// Copy brings the target up to date.
func (k Keeper) Copy(ctx context.Context) (Copy, error) {
	unlock, err := k.lock()
	if err != nil {
		return Copy{}, err
	}
	defer unlock()
	return k.copy(ctx)
}

func (k Keeper) copy(ctx context.Context) (Copy, error) {
	if err := k.open(); err != nil {
		return Copy{}, err
	}
	all, err := k.records().all()
	if err != nil {
		return Copy{}, err
	}
	made := Copy{Target: k.Target.Place, Began: k.Now().UTC(), Outcome: Succeeded}
	if before := k.copied(); before != nil && before.Target == made.Target {
		made.Backup, made.Copied = before.Backup, before.Copied
	}
	identities, err := k.identities()
	var copied Copied
	if err == nil {
		copied, err = k.Target.Copy(ctx, k.Repository, identities, k.Config.Keep, k.notCopied()...)
	}
	made.Ended, made.Stored = k.Now().UTC(), copied.Stored
	if err != nil {
		problem := problemOf(err)
		made.Outcome, made.Problem, made.Message = Failed, problem.Name, problem.Text
	} else if last := lastWith(all, Succeeded); last != nil {
		made.Backup, made.Copied = last.Id, made.Ended
		fmt.Fprintf(k.Output, "copy of %s: %d bytes\n", made.Backup, made.Stored)
	}
	if wrote := k.drills().write(copyName, made); err == nil {
		err = k.sized(wrote)
	}
	return made, err
}

// notCopied are patterns of what stays here.
func (k Keeper) notCopied() []string {
	patterns := []string{filepath.Join(k.Repository, asideName+"*"), "*.pgbackrest.tmp"}
	for _, name := range ofThisHost {
		patterns = append(patterns, filepath.Join(k.Repository, name))
	}
	return patterns
}

// copied is the last run; nil where there was none.
func (k Keeper) copied() *Copy {
	found := Copy{}
	if isThere, err := k.drills().read(copyName, &found); err != nil || !isThere {
		return nil
	}
	return &found
}

// isCopyDue says whether the target lacks the last backup, and was not just tried.
func (k Keeper) isCopyDue() bool {
	if k.Target == nil || k.isWaiting() {
		return false
	}
	all, _ := k.records().all()
	last, copied := lastWith(all, Succeeded), k.copied()
	switch {
	case last == nil:
		return false
	case copied == nil || copied.Target != k.Target.Place:
		return true
	case copied.Outcome == Failed:
		return !k.Now().Before(copied.Ended.Add(min(retryAfter, k.Period)))
	}
	return copied.Backup != last.Id
}

// identities tell one repository from another: its own, and the one that it was fetched from. Whoever fetches takes the target over.
func (k Keeper) identities() ([]string, error) {
	file := filepath.Join(k.Repository, identityName)
	content, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		content = []byte(rand.Text())
		err = os.WriteFile(file, content, 0o600)
	}
	return strings.Fields(string(content)), k.sized(err)
}

// tryCopy restores from the target what was restored from here.
func (k Keeper) tryCopy(ctx context.Context, drill *Drill) error {
	place := filepath.Join(k.Scratch, "copy")
	defer os.RemoveAll(place)
	if err := empty(place); err != nil {
		return as(ErrFailed, err)
	}
	if err := k.Target.Fetch(ctx, place); err != nil {
		return err
	}
	of := Drill{}
	err := k.in(place).try(ctx, &of)
	drill.Copy = of.Backup
	return inTheCopy(err)
}

// in is the same keeper of a repository elsewhere.
func (k Keeper) in(repository string) Keeper {
	k.Repository, k.Data, k.Target = repository, k.DataIn(repository), nil
	return k
}

func inTheCopy(err error) error {
	var problem Problem
	if errors.As(err, &problem) && problem.Kind != ErrInterrupted {
		return Problemf(problem.Kind, "in the target's copy: %s", problem.Text)
	}
	return err
}

// Fetch brings the last copy of the repository back, and puts what is there aside. No backups are made until it is restored.
func (k Keeper) Fetch(ctx context.Context) (Fetched, error) {
	if k.Target == nil {
		return Fetched{}, Problemf(ErrFailed, "the backups have no target; declare one, and deploy")
	}
	unlock, err := k.lock()
	if err != nil {
		return Fetched{}, err
	}
	defer unlock()
	place := filepath.Join(k.Repository, fetchedName)
	defer os.RemoveAll(place)
	if err := empty(place); err != nil {
		return Fetched{}, k.sized(err)
	}
	fmt.Fprintf(k.Output, "fetching from %s\n", k.Target.Place)
	if err := k.Target.Fetch(ctx, place); err != nil {
		return Fetched{}, err
	}
	fetched, err := k.in(place).adopt()
	if err != nil {
		return Fetched{}, inTheCopy(err)
	}
	fetched.Aside, err = k.replace(place)
	return fetched, k.sized(err)
}

// adopt looks at what was fetched, and gives it an identity of its own.
func (k Keeper) adopt() (Fetched, error) {
	if err := k.open(); err != nil {
		return Fetched{}, err
	}
	all, err := k.records().all()
	if err != nil {
		return Fetched{}, err
	}
	last := lastWith(all, Succeeded)
	if last == nil {
		return Fetched{}, Problemf(ErrMissing, "there is no backup")
	}
	before, err := k.identities()
	if err == nil {
		err = os.WriteFile(filepath.Join(k.Repository, identityName), []byte(rand.Text()+"\n"+before[0]), 0o600)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(k.Repository, waitingName), nil, 0o600)
	}
	fetched := Fetched{Last: last.Id}
	for _, record := range all {
		if record.Outcome == Succeeded {
			fetched.Backups++
		}
	}
	return fetched, err
}

// replace puts a repository in the place of the one that is there, and that aside.
func (k Keeper) replace(place string) (string, error) {
	own, err := names(k.Repository, func(name string) bool { return name == lockName || name == fetchedName || IsOurs(name) })
	if err != nil {
		return "", err
	}
	aside := ""
	if len(own) > 0 {
		aside = asideName + k.Now().UTC().Format(idForm)
		if err := os.MkdirAll(filepath.Join(k.Repository, aside), 0o700); err != nil {
			return "", err
		}
		if err := move(own, k.Repository, filepath.Join(k.Repository, aside)); err != nil {
			return aside, err
		}
	}
	fetched, err := names(place, func(string) bool { return false })
	if err != nil {
		return aside, err
	}
	return aside, move(fetched, place, k.Repository)
}

func names(directory string, isLeftOut func(name string) bool) ([]string, error) {
	entries, err := os.ReadDir(directory)
	var found []string
	for _, entry := range entries {
		if !isLeftOut(entry.Name()) {
			found = append(found, entry.Name())
		}
	}
	return found, err
}

func (k Keeper) isWaiting() bool {
	_, err := os.Stat(filepath.Join(k.Repository, waitingName))
	return err == nil
}

// stopWaiting is for what was restored, or for a backup that somebody asked for.
func (k Keeper) stopWaiting() error {
	err := os.Remove(filepath.Join(k.Repository, waitingName))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return as(ErrFailed, err)
}
