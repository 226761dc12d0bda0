package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// TargetDirectory has the credentials of the target, and the authority that it is trusted by.
	TargetDirectory = "/target"

	reachTimeout = 20 * time.Second
	// restic itself tries again for a quarter of an hour.
	answerTimeout = time.Minute
)

// Target is a place on another host. It has copies of the repository, encrypted once more by the same key, so that names and counts are in none of them.
type Target struct {
	Restic
	// reach tells soon why there is no way to it: restic would go on trying.
	reach func(context.Context) error
}

// ReadTarget reads what was declared of it; nil where there is none. @param variable such as os.Getenv
func ReadTarget(variable func(name string) string) (*Target, error) {
	place := variable("BACKUP_TARGET")
	temporary := filepath.Join(ScratchDirectory, "tmp")
	switch {
	case place == "":
		return nil, nil
	case strings.HasPrefix(place, "sftp:"):
		return newSftpTarget(place, TargetDirectory, KeyFile, temporary, "agent backup sftp")
	}
	return newS3Target(place, variable("BACKUP_TARGET_REGION"), TargetDirectory, KeyFile, temporary)
}

// @param temporary where packs are put together: memory has no room for as many as are sent at once
func newTarget(restic Restic, temporary string, reach func(context.Context) error) (*Target, error) {
	return &Target{restic, reach}, os.MkdirAll(temporary, 0o700)
}

// Copied is a copy that was made.
type Copied struct {
	Snapshot string
	Stored   int64
}

// Copy takes over what a repository has, and removes copies beyond those that are to stay.
// @param identities of the repository: its own, and the one that it went on from. @param excluded paths
func (t Target) Copy(ctx context.Context, repository string, identities []string, keep int, excluded ...string) (Copied, error) {
	snapshots, err := t.known(ctx)
	if isNoRepository(err) {
		err = t.tool("init").Run(ctx)
	}
	if err != nil {
		return Copied{}, t.explain(err)
	}
	if isForeign(snapshots, identities) {
		return Copied{}, Problemf(ErrTarget, "the target has copies of another repository, such as of one that was lost; "+
			"`appengine backup fetch` brings that back, and another prefix begins anew")
	}
	// Whoever has the keeper's lock is alone: a lock in the target is of a run that was killed.
	if err := t.tool("unlock", "--remove-all").Run(ctx); err != nil {
		return Copied{}, t.explain(err)
	}
	arguments := []string{"--tag", identities[0]}
	for _, path := range excluded {
		arguments = append(arguments, "--exclude", path)
	}
	made, err := t.backup(ctx, append(arguments, "--", repository)...)
	if err == nil {
		err = t.tool("forget", "--group-by", "", "--keep-last", strconv.Itoa(keep), "--prune", "--max-unused", "10%").Run(ctx)
	}
	return Copied{made.Label, made.Stored}, t.explain(err)
}

// Fetch writes the last copy into an empty directory. restic compares each file with what it has of it.
func (t Target) Fetch(ctx context.Context, directory string) error {
	snapshots, err := t.known(ctx)
	if err != nil && !isNoRepository(err) {
		return t.explain(err)
	}
	if len(snapshots) == 0 || len(snapshots[len(snapshots)-1].Paths) != 1 {
		return Problemf(ErrMissing, "the target has no copy")
	}
	last := snapshots[len(snapshots)-1]
	return t.explain(t.Files(ctx, last.Id, last.Paths[0], directory))
}

// known are all copies that the target has. It is told within a minute that there is no answer.
func (t Target) known(ctx context.Context) ([]Snapshot, error) {
	if err := t.reach(ctx); err != nil {
		return nil, err
	}
	soon, cancel := context.WithTimeout(ctx, answerTimeout)
	defer cancel()
	snapshots, err := t.Snapshots(soon)
	if soon.Err() != nil && ctx.Err() == nil {
		err = Problemf(ErrTarget, "the target does not answer within a minute: look at what it is, and at its credentials")
	}
	return snapshots, err
}

func isForeign(snapshots []Snapshot, identities []string) bool {
	if len(snapshots) == 0 {
		return false
	}
	last := snapshots[len(snapshots)-1]
	return !slices.ContainsFunc(last.Tags, func(tag string) bool { return slices.Contains(identities, tag) })
}

// explain says of an error that it is the target's.
func (t Target) explain(err error) error {
	var known Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known) && known.Kind == ErrKey:
		return Problemf(ErrKey, "the target's copies were made with another key")
	case errors.As(err, &known) && known.Kind != ErrFailed && known.Kind != ErrFull:
		return err
	case isWithoutRoom(ScratchDirectory):
		return Problemf(ErrFull, "there is no room left for what is sent: %v", err)
	case errors.As(err, &known) && known.Kind == ErrFull || isStoreFull(err.Error()):
		return Problemf(ErrTarget, "the target has no room left: %v", err)
	}
	return Problemf(ErrTarget, "the target refuses: %v", err)
}

// isStoreFull knows the words of usual stores.
func isStoreFull(words string) bool {
	return slices.ContainsFunc([]string{"QuotaExceeded", "QuotaExceed", "StorageFull", "InsufficientStorage", "507 "}, func(said string) bool {
		return strings.Contains(words, said)
	})
}
