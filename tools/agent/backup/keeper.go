// Package backup makes backups on a schedule, tries them, and brings data back. What it knows of each is in records beside the repository.
package backup

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"agent/process"
)

const (
	// DataDirectory is the volume of the data.
	DataDirectory = "/data"
	// RepositoryDirectory has the backups, and what is known of them.
	RepositoryDirectory = "/repository"
	// ScratchDirectory is where drills restore to.
	ScratchDirectory = "/scratch"
	// KeyFile is what the repository is encrypted by.
	KeyFile = "/key/value"

	idForm     = "20060102-150405"
	drillName  = "drill"
	keyCheck   = "key-check"
	retryAfter = 15 * time.Minute
	lookEvery  = 10 * time.Second
	keptFailed = 10
)

// Keeper makes, tries and restores backups of one service or volume.
type Keeper struct {
	Config
	Data
	// DataIn is the same type of data in another directory's repository.
	DataIn func(repository string) Data
	// Target has copies of the repository; nil where there is none.
	Target *Target
	// Commands are those of an app around a backup; nil where there are none.
	Commands *Commands
	Output   io.Writer
	// Directories are the places above, or others in tests.
	DataDirectory, Repository, Scratch, KeyFile string
	// Now is the time.
	Now func() time.Time
}

// NewKeeper is one at the usual places. @param target nil where there is none. @param commands nil where there are none
func NewKeeper(config Config, dataIn func(repository string) Data, target *Target, commands *Commands, output io.Writer) Keeper {
	return Keeper{config, dataIn(RepositoryDirectory), dataIn, target, commands, output, DataDirectory, RepositoryDirectory, ScratchDirectory, KeyFile, time.Now}
}

// Drill is a restore that was tried.
type Drill struct {
	Backup  string    `json:"backup"`
	Began   time.Time `json:"began"`
	Ended   time.Time `json:"ended"`
	Outcome string    `json:"outcome"`
	Problem string    `json:"problem,omitempty"`
	Message string    `json:"message,omitempty"`
	// Items and Count are what was compared.
	Items int   `json:"items"`
	Count int64 `json:"count"`
	// Copy is the backup that was restored from the target as well.
	Copy string `json:"copy,omitempty"`
}

// Keep makes backups when they are due, until it is asked to end.
func (k Keeper) Keep(ctx context.Context) error {
	if follower, follows := k.Data.(Follower); follows {
		go follower.Follow(ctx)
	}
	for {
		if k.isDue() {
			if _, err := k.Run(ctx); err != nil {
				fmt.Fprintf(k.Output, "backup: %v\n", err)
			}
		}
		if k.isCopyDue() {
			if _, err := k.Copy(ctx); err != nil {
				fmt.Fprintf(k.Output, "copy: %v\n", err)
			}
		}
		if k.isDrillDue() {
			if _, err := k.Try(ctx); err != nil {
				fmt.Fprintf(k.Output, "drill: %v\n", err)
			}
		}
		if !process.Sleep(ctx, lookEvery) {
			return nil
		}
	}
}

func (k Keeper) isDue() bool {
	// A backup of the empty service would take the place of what was fetched.
	if k.isWaiting() {
		return false
	}
	all, _ := k.records().all()
	last := lastWith(all, Succeeded)
	failed := lastWith(all, Failed)
	now := k.Now()
	if failed != nil && now.Before(failed.Ended.Add(min(retryAfter, k.Period))) {
		return false
	}
	// The first one is made at once, and one that was missed as soon as it can be.
	return last == nil || !k.Next(last.Began).After(now)
}

func (k Keeper) isDrillDue() bool {
	if k.Config.Drill == 0 {
		return false
	}
	all, _ := k.records().all()
	first := slices.IndexFunc(all, func(record Record) bool { return record.Outcome == Succeeded })
	if first < 0 {
		return false
	}
	since, drill := all[first].Began, Drill{}
	if found, _ := k.drills().read(drillName, &drill); found {
		since = drill.Began
	}
	return !k.Now().Before(since.Add(k.Config.Drill))
}

// Run makes a backup now, removes those that need not stay, and copies what there is to the target.
func (k Keeper) Run(ctx context.Context) (Record, error) {
	unlock, err := k.lock()
	if err != nil {
		return Record{}, err
	}
	defer unlock()
	record, err := k.run(ctx)
	// A command that failed afterwards takes nothing from the backup.
	if record.Outcome == Succeeded && (err == nil || problemOf(err).Kind == ErrCommand) {
		waited := k.stopWaiting()
		if waited == nil && k.Target != nil {
			_, waited = k.copy(ctx)
		}
		if err == nil {
			err = waited
		}
	}
	return record, err
}

func (k Keeper) run(ctx context.Context) (Record, error) {
	began := k.Now().UTC()
	record := Record{Id: began.Format(idForm), Began: began, Outcome: Running}
	if err := k.open(); err != nil {
		return record, err
	}
	store := k.records()
	if err := errors.Join(k.settle(store), store.write(record.Id, record)); err != nil {
		return record, k.sized(err)
	}
	made, after, err := k.make(ctx, record.Id)
	record.Ended = k.Now().UTC()
	if err == nil {
		record.Outcome, record.Label, record.Bytes, record.Stored, record.Manifest = Succeeded, made.Label, made.Bytes, made.Stored, made.Manifest
	} else {
		record.Outcome = Failed
	}
	if problem := problemOf(cmp.Or(err, after)); problem.Text != "" {
		record.Problem, record.Message = problem.Name, problem.Text
	}
	// What a failed run has left would take the room of the next one.
	clean := k.clean(context.WithoutCancel(ctx), store)
	if wrote := store.write(record.Id, record); err == nil {
		err = k.sized(wrote)
	}
	if err == nil {
		err = as(ErrFailed, clean)
	}
	if err == nil {
		fmt.Fprintf(k.Output, "backup %s: %d items, %d in all, %d bytes\n", record.Id, len(record.Manifest), record.Manifest.Count(), record.Bytes)
		err = after
	}
	return record, err
}

// make says what became of the command after the backup apart from the backup itself.
func (k Keeper) make(ctx context.Context, id string) (made Made, after, err error) {
	if err := k.Prepare(ctx); err != nil {
		return made, nil, k.sized(err)
	}
	end, err := k.Commands.Begin(ctx)
	if err == nil {
		made, err = k.Backup(ctx, id, k.Config.Keep)
	}
	after = end()
	switch {
	case err != nil && ctx.Err() != nil:
		err = Problemf(ErrInterrupted, "it was interrupted")
	case err != nil && after != nil:
		problem := problemOf(k.sized(err))
		err = Problemf(problem.Kind, "%s; %v", problem.Text, after)
	}
	return made, after, k.sized(err)
}

// sized calls a lack of room by its name.
func (k Keeper) sized(err error) error {
	var known Problem
	if err == nil || errors.As(err, &known) && known.Kind != ErrFailed {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || IsFull(err.Error()) || isWithoutRoom(k.Repository) {
		return Problemf(ErrFull, "there is no room left: %v", err)
	}
	return as(ErrFailed, err)
}

const leastRoom = 1 << 20

// isWithoutRoom is asked after a failure: not every tool says what it failed of.
func isWithoutRoom(directory string) bool {
	room := syscall.Statfs_t{}
	return syscall.Statfs(directory, &room) == nil && room.Bavail*uint64(room.Bsize) < leastRoom
}

// clean removes what is no longer to stay, and records of what is gone.
func (k Keeper) clean(ctx context.Context, store records) error {
	if err := k.Expire(ctx, k.Config.Keep); err != nil {
		return err
	}
	labels, err := k.Labels(ctx)
	if err != nil {
		return err
	}
	all, err := store.all()
	failed := 0
	for _, record := range slices.Backward(all) {
		isGone := record.Outcome == Succeeded && !slices.Contains(labels, record.Label)
		if record.Outcome == Failed {
			failed++
		}
		if isGone || failed > keptFailed && record.Outcome == Failed {
			err = errors.Join(err, store.remove(record.Id))
		}
	}
	return err
}

// settle calls those interrupted that say they run: whoever has the lock is alone.
func (k Keeper) settle(store records) error {
	all, _ := store.all()
	for _, record := range all {
		if record.Outcome != Running {
			continue
		}
		if err := store.write(record.Id, interrupted(record, k.Now())); err != nil {
			return err
		}
	}
	return nil
}

func interrupted(record Record, now time.Time) Record {
	record.Outcome, record.Problem, record.Message, record.Ended = Failed, ErrInterrupted.Name, "it was killed before its end", now.UTC()
	return record
}

// Try restores the last backup, compares it with what was noted when it was made, and reads all others.
func (k Keeper) Try(ctx context.Context) (Drill, error) {
	unlock, err := k.lock()
	if err != nil {
		return Drill{}, err
	}
	defer unlock()
	drill := Drill{Began: k.Now().UTC(), Outcome: Succeeded}
	err = k.try(ctx, &drill)
	if err == nil && k.Target != nil {
		err = k.tryCopy(ctx, &drill)
	}
	drill.Ended = k.Now().UTC()
	if err != nil {
		problem := problemOf(err)
		drill.Outcome, drill.Problem, drill.Message = Failed, problem.Name, problem.Text
	} else {
		fmt.Fprintf(k.Output, "drill of %s: %d items and %d in all are what they were\n", drill.Backup, drill.Items, drill.Count)
	}
	if wrote := k.drills().write(drillName, drill); err == nil {
		err = as(ErrFailed, wrote)
	}
	return drill, err
}

func (k Keeper) try(ctx context.Context, drill *Drill) error {
	if err := k.open(); err != nil {
		return err
	}
	all, err := k.records().all()
	if err != nil {
		return err
	}
	last := lastWith(all, Succeeded)
	if last == nil {
		return Problemf(ErrMissing, "there is no backup yet")
	}
	drill.Backup = last.Id
	place := filepath.Join(k.Scratch, "drill")
	defer os.RemoveAll(place)
	if err := empty(place); err != nil {
		return as(ErrFailed, err)
	}
	if err := k.isThere(ctx, *last); err != nil {
		return err
	}
	if err := k.Verify(ctx); err != nil {
		return k.broken(ctx, err)
	}
	manifest, err := k.restored(ctx, *last, "", place)
	drill.Items, drill.Count = len(manifest), manifest.Count()
	return err
}

// Export restores the last backup into the volume of drills, and writes what is in its database as statements. Nothing of the service is touched.
func (k Keeper) Export(ctx context.Context, output io.Writer) error {
	exporter, can := k.Data.(Exporter)
	if !can {
		return Problemf(ErrFailed, "backups of %s cannot be written as statements", k.Config.Type)
	}
	unlock, err := k.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err := k.open(); err != nil {
		return err
	}
	record, err := k.choose("", "")
	if err != nil {
		return err
	}
	place := filepath.Join(k.Scratch, "export")
	defer os.RemoveAll(place)
	if err := empty(place); err != nil {
		return as(ErrFailed, err)
	}
	if err := k.isThere(ctx, record); err != nil {
		return err
	}
	if err := k.Data.Restore(ctx, record, "", place); err != nil {
		return k.broken(ctx, err)
	}
	return k.broken(ctx, exporter.Export(ctx, place, output))
}

// restored puts a backup into a place, and compares it.
func (k Keeper) restored(ctx context.Context, record Record, at, place string) (Manifest, error) {
	if err := k.Data.Restore(ctx, record, at, place); err != nil {
		return nil, k.broken(ctx, err)
	}
	manifest, err := k.Measure(ctx, place, k.Check)
	if err != nil {
		return nil, k.broken(ctx, err)
	}
	// At another moment it may have had anything in it.
	if at != "" {
		return manifest, nil
	}
	return manifest, record.Manifest.Compare(manifest)
}

// broken is an error of what was stored, unless it is known to be another one.
func (k Keeper) broken(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return Problemf(ErrInterrupted, "it was interrupted")
	}
	if err != nil && (errors.Is(err, syscall.ENOSPC) || IsFull(err.Error())) {
		return k.sized(err)
	}
	return as(ErrDamaged, err)
}

func (k Keeper) isThere(ctx context.Context, record Record) error {
	labels, err := k.Labels(ctx)
	if err != nil {
		return k.broken(ctx, err)
	}
	if !slices.Contains(labels, record.Label) {
		return Problemf(ErrDamaged, "backup %s is no longer in the repository", record.Id)
	}
	return nil
}

// open is an error where the repository is encrypted by another key.
func (k Keeper) open() error {
	key, err := os.ReadFile(k.KeyFile)
	if err != nil {
		return Problemf(ErrKey, "the key cannot be read: %v", err)
	}
	file := filepath.Join(k.Repository, keyCheck)
	expected := records{key: key}.code(keyCheck, nil)
	found, err := os.ReadFile(file)
	switch {
	case errors.Is(err, os.ErrNotExist) && !hasBackups(k.Repository):
		return k.sized(os.WriteFile(file, []byte(expected), 0o600))
	case err != nil:
		return Problemf(ErrDamaged, "%s of the repository cannot be read: %v", keyCheck, err)
	case !hmac.Equal(found, []byte(expected)):
		return Problemf(ErrKey, "the key is not the one that the repository was made with")
	}
	return nil
}

func hasBackups(repository string) bool {
	entries, err := os.ReadDir(filepath.Join(repository, "records"))
	return err != nil && !errors.Is(err, os.ErrNotExist) || len(entries) > 0
}

func (k Keeper) records() records {
	key, _ := os.ReadFile(k.KeyFile)
	sum := sha256.Sum256(key)
	return records{filepath.Join(k.Repository, "records"), sum[:]}
}

// drills has the last one alone.
func (k Keeper) drills() records {
	return records{k.Repository, k.records().key}
}

// lock is held by one program at a time.
func (k Keeper) lock() (func(), error) {
	file, err := os.OpenFile(filepath.Join(k.Repository, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, k.sized(err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, Problemf(ErrBusy, "another backup, drill or restore is under way")
	}
	return func() { file.Close() }, nil
}

func lastWith(all []Record, outcome string) *Record {
	for index := range slices.Backward(all) {
		if all[index].Outcome == outcome {
			return &all[index]
		}
	}
	return nil
}

func empty(directory string) error {
	if err := os.RemoveAll(directory); err != nil {
		return err
	}
	return os.MkdirAll(directory, 0o700)
}

// Ready is an error where no backup could be made: without a place for it, or without the key.
func (k Keeper) Ready() error {
	if _, err := os.ReadFile(k.KeyFile); err != nil {
		return err
	}
	_, err := os.ReadDir(k.Repository)
	return err
}
