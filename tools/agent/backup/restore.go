package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// What a restore has checked, until the service is switched to it.
	restoredName = ".restored"
	// What the service had before, until it is told to go.
	asideName = ".before-"
	// The name of the directory that a switch moves to: it is there as long as a switch is under way.
	switchingName = ".switching"
)

// Restored is what a restore has in it.
type Restored struct {
	Backup   string   `json:"backup"`
	At       string   `json:"at,omitempty"`
	Manifest Manifest `json:"manifest"`
}

// Restore puts a backup beside the data of the service, opens it and compares it. The service goes on meanwhile, and nothing of its data is touched.
// @param id of a backup; empty is the last one. @param at a moment after it; empty is its end.
func (k Keeper) Restore(ctx context.Context, id, at string) (Restored, error) {
	unlock, err := k.lock()
	if err != nil {
		return Restored{}, err
	}
	defer unlock()
	if err := k.open(); err != nil {
		return Restored{}, err
	}
	record, err := k.choose(id, at)
	if err != nil {
		return Restored{}, err
	}
	place := filepath.Join(k.DataDirectory, restoredName)
	if err := empty(place); err != nil {
		return Restored{}, k.sized(err)
	}
	err = k.isThere(ctx, record)
	var manifest Manifest
	if err == nil {
		fmt.Fprintf(k.Output, "restoring %s\n", record.Id)
		manifest, err = k.restored(ctx, record, at, place)
	}
	if err != nil {
		return Restored{}, errors.Join(err, os.RemoveAll(place))
	}
	return Restored{record.Id, at, manifest}, nil
}

// choose is the backup that is asked for, or the last one before the moment.
func (k Keeper) choose(id, at string) (Record, error) {
	all, err := k.records().all()
	if id == "" && at != "" && at != "latest" {
		moment, wrong := time.Parse(time.RFC3339, at)
		if wrong != nil {
			return Record{}, Problemf(ErrFailed, "%q is no time such as 2026-11-29T03:15:00Z", at)
		}
		all = slices.DeleteFunc(all, func(record Record) bool { return record.Ended.After(moment) })
	}
	if id != "" {
		all = slices.DeleteFunc(all, func(record Record) bool { return record.Id != id })
	}
	if found := lastWith(all, Succeeded); found != nil {
		return *found, nil
	}
	if err != nil {
		return Record{}, err
	}
	if id != "" {
		return Record{}, Problemf(ErrMissing, "there is no backup %s", id)
	}
	return Record{}, Problemf(ErrMissing, "there is no backup of that time or before")
}

// Switch puts what was restored in the place of the service's data, and that aside. The service must not run. One that was interrupted is finished.
func (k Keeper) Switch() (string, error) {
	if _, err := os.Stat(filepath.Join(k.DataDirectory, restoredName)); err != nil {
		return "", Problemf(ErrMissing, "nothing has been restored that the service could be switched to")
	}
	aside, err := k.aside()
	if err != nil {
		return "", as(ErrFailed, err)
	}
	own, err := k.own(k.DataDirectory)
	// What was moved before an interruption stays where it is.
	if err == nil && !k.isMoved(aside) {
		err = move(own, k.DataDirectory, filepath.Join(k.DataDirectory, aside))
	}
	restored := filepath.Join(k.DataDirectory, restoredName)
	if err == nil {
		err = os.WriteFile(filepath.Join(k.DataDirectory, aside, switchingName), nil, 0o600)
	}
	if err == nil {
		own, err = k.own(restored)
	}
	if err == nil {
		err = move(own, restored, k.DataDirectory)
	}
	if err == nil {
		err = errors.Join(os.RemoveAll(restored), os.Remove(filepath.Join(k.DataDirectory, aside, switchingName)),
			os.Remove(filepath.Join(k.DataDirectory, switchingName)))
	}
	if err == nil {
		err = k.stopWaiting()
	}
	return aside, as(ErrFailed, err)
}

// Back undoes a switch: what it put aside is the service's data again.
func (k Keeper) Back(aside string) error {
	if !slices.Contains(keptIn(k.DataDirectory), aside) {
		return Problemf(ErrMissing, "there is no %s", aside)
	}
	place := filepath.Join(k.DataDirectory, aside)
	own, err := k.own(k.DataDirectory)
	for _, name := range own {
		err = errors.Join(err, os.RemoveAll(filepath.Join(k.DataDirectory, name)))
	}
	if err == nil {
		own, err = k.own(place)
	}
	if err == nil {
		err = move(own, place, k.DataDirectory)
	}
	return as(ErrFailed, errors.Join(err, os.RemoveAll(place)))
}

// Discard removes what restores and fetches have put aside, and what was restored and not used.
func (k Keeper) Discard() ([]string, error) {
	gone := []string{}
	err := os.RemoveAll(filepath.Join(k.DataDirectory, restoredName))
	for _, directory := range []string{k.DataDirectory, k.Repository} {
		for _, name := range keptIn(directory) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(directory, name)))
			gone = append(gone, name)
		}
	}
	return gone, as(ErrFailed, err)
}

// aside is the directory that a switch moves to; one that was interrupted has named it.
func (k Keeper) aside() (string, error) {
	file := filepath.Join(k.DataDirectory, switchingName)
	if name, err := os.ReadFile(file); err == nil && strings.HasPrefix(string(name), asideName) {
		return string(name), os.MkdirAll(filepath.Join(k.DataDirectory, string(name)), 0o700)
	}
	name := asideName + k.Now().UTC().Format(idForm)
	if err := os.MkdirAll(filepath.Join(k.DataDirectory, name), 0o700); err != nil {
		return "", err
	}
	return name, os.WriteFile(file, []byte(name), 0o600)
}

func (k Keeper) isMoved(aside string) bool {
	_, err := os.Stat(filepath.Join(k.DataDirectory, aside, switchingName))
	return err == nil
}

// own are the entries of a directory that are the service's data.
func (k Keeper) own(directory string) ([]string, error) {
	entries, err := k.Entries(directory)
	return slices.DeleteFunc(entries, IsOurs), err
}

// IsOurs says whether an entry of a data volume is of restores, and no data.
func IsOurs(name string) bool {
	return name == restoredName || name == switchingName || strings.HasPrefix(name, asideName)
}

func move(names []string, from, to string) error {
	for _, name := range names {
		if err := os.Rename(filepath.Join(from, name), filepath.Join(to, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Existing are those names that a directory has.
func Existing(directory string, names ...string) []string {
	return slices.DeleteFunc(names, func(name string) bool {
		_, err := os.Stat(filepath.Join(directory, name))
		return err != nil
	})
}
