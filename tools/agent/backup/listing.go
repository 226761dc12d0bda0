package backup

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Listing is all that is known of the backups of one service.
type Listing struct {
	Name    string    `json:"name"`
	Type    string    `json:"type"`
	Next    time.Time `json:"next"`
	Keep    int       `json:"keep"`
	Running bool      `json:"running"`
	Backups []Record  `json:"backups"`
	Drill   *Drill    `json:"drill"`
	// Target is where copies go; empty where there are none. Copy is the last run.
	Target string `json:"target,omitempty"`
	Copy   *Copy  `json:"copy"`
	// Kept is data that a restore has put aside, and KeptBackups are backups that a fetch has.
	Kept        []string `json:"kept"`
	KeptBackups []string `json:"keptBackups"`
	// Problems that somebody should see to.
	Problems []string `json:"problems"`
}

// List is read without the lock: a run may be under way.
func (k Keeper) List() Listing {
	now := k.Now()
	listing := Listing{Name: k.Name, Type: k.Type, Next: k.Next(now), Keep: k.Config.Keep, Backups: []Record{},
		Kept: keptIn(k.DataDirectory), KeptBackups: keptIn(k.Repository), Problems: []string{}}
	add := func(format string, values ...any) {
		listing.Problems = append(listing.Problems, fmt.Sprintf(format, values...))
	}
	if err := k.open(); err != nil {
		add("%v", err)
		return listing
	}
	if unlock, err := k.lock(); err == nil {
		unlock()
	} else {
		listing.Running = true
	}
	all, err := k.records().all()
	if err != nil {
		add("%v", err)
	}
	for index, record := range all {
		if record.Outcome == Running && !listing.Running {
			all[index] = interrupted(record, record.Began)
		}
	}
	listing.Backups = append(listing.Backups, all...)
	last := lastWith(all, Succeeded)
	if latest := lastWith(all, Failed); latest != nil && (last == nil || latest.Began.After(last.Began)) {
		add("backup %s failed: %s", latest.Id, latest.Message)
	}
	if last != nil && last.Message != "" {
		add("of backup %s, %s", last.Id, last.Message)
	}
	if last != nil && k.IsOverdue(last.Began, now) {
		add("the last backup is of %s, and is overdue", last.Began.Format(time.RFC3339))
	}
	drill := Drill{}
	switch found, err := k.drills().read(drillName, &drill); {
	case err != nil:
		add("%v", err)
	case found:
		listing.Drill = &drill
		if drill.Outcome == Failed {
			add("the drill of %s failed: %s", drill.Began.Format(time.RFC3339), drill.Message)
		}
	}
	listing.Problems = append(listing.Problems, k.troubleOfCopies(&listing)...)
	if follower, follows := k.Data.(Follower); follows {
		listing.Problems = append(listing.Problems, follower.Trouble(now)...)
	}
	return listing
}

// troubleOfCopies says what is wrong with them, and notes the last one.
func (k Keeper) troubleOfCopies(listing *Listing) []string {
	if k.Target == nil {
		return nil
	}
	var problems []string
	listing.Target, listing.Copy = k.Target.Place, k.copied()
	if copied := listing.Copy; copied != nil && copied.Outcome == Failed {
		last := "it has none"
		if !copied.Copied.IsZero() {
			last = "its last one is of " + copied.Copied.Format(time.RFC3339)
		}
		problems = append(problems, fmt.Sprintf("the copy to the target failed: %s; %s", copied.Message, last))
	}
	if k.isWaiting() {
		problems = append(problems, "what was fetched waits to be restored, and no backups are made until then")
	}
	return problems
}

// keptIn are the directories that restores and fetches have put aside.
func keptIn(directory string) []string {
	found := []string{}
	entries, _ := os.ReadDir(directory)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), asideName) {
			found = append(found, filepath.Base(entry.Name()))
		}
	}
	return found
}
