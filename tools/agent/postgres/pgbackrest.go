package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"agent/backup"
)

const (
	stanza = "main"
	// Every so many backups are whole; those between have what has changed since.
	fullEvery = 7
	// A whole backup more is kept, since those between need theirs.
	pushEvery = time.Second
	// A log that was not taken over for so long is a problem.
	slowArchive = 10 * time.Minute
)

// Backups are those of PostgreSQL: pgBackRest keeps whole ones, what has changed since, and the log, so that any moment can be restored.
type Backups struct {
	// Repository is the directory that has them.
	Repository string
	// Database that is measured.
	Database string
	Output   *os.File
}

// configurationFile of each repository is its own: one may be followed while a copy of it is tried.
func (b Backups) configurationFile() string {
	return "/tmp/pgbackrest" + strings.ReplaceAll(b.Repository, "/", "-") + ".conf"
}

// configure writes pgBackRest's configuration, with the key, where only this container has it.
func (b Backups) configure(keep int) error {
	key, err := os.ReadFile(backup.KeyFile)
	if err != nil {
		return err
	}
	// Those between may need the oldest whole one.
	full := (keep+fullEvery-1)/fullEvery + 1
	content := fmt.Sprintf(`[global]
repo1-path=%s
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=%s
repo1-bundle=y
repo1-block=y
repo1-retention-full=%d
compress-type=zst
start-fast=y
archive-timeout=120
log-level-file=off
log-level-console=off
log-level-stderr=error
lock-path=/tmp/pgbackrest
spool-path=/tmp
[%s]
pg1-path=%s
pg1-socket-path=%s
pg1-user=%s
pg1-database=%s
`, filepath.Join(b.Repository, "pgbackrest"), key, full, stanza, dataDirectory, sockets, superuser, superuser)
	return os.WriteFile(b.configurationFile(), []byte(content), 0o600)
}

func (b Backups) pgbackrest(arguments ...string) backup.Tool {
	return backup.Tool{Name: "pgbackrest", Arguments: append([]string{"--config=" + b.configurationFile(), "--stanza=" + stanza}, arguments...)}
}

// Prepare makes the repository where there is none.
func (b Backups) Prepare(ctx context.Context) error {
	return b.prepare(ctx, 1)
}

func (b Backups) prepare(ctx context.Context, keep int) error {
	if err := b.configure(keep); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(b.Repository, "pgbackrest", "backup", stanza, "backup.info")); err == nil {
		return nil
	}
	return explain(b.pgbackrest("stanza-create").Run(ctx))
}

// Backup makes one. What is noted of it is exact: it is counted at a moment of the log that a restore of it ends at.
func (b Backups) Backup(ctx context.Context, id string, keep int) (backup.Made, error) {
	if err := b.prepare(ctx, keep); err != nil {
		return backup.Made{}, err
	}
	known, err := b.information(ctx)
	if err != nil {
		return backup.Made{}, err
	}
	kind := "incr"
	if isFullDue(known) {
		kind = "full"
	}
	if err := explain(b.pgbackrest("backup", "--type="+kind, "--annotation=id="+id, "--no-expire-auto").Run(ctx)); err != nil {
		return backup.Made{}, err
	}
	manifest, file, err := quiesce(ctx, b.Database, id)
	if err != nil {
		return backup.Made{}, err
	}
	if err := b.archived(ctx, file); err != nil {
		return backup.Made{}, err
	}
	known, err = b.information(ctx)
	if err != nil {
		return backup.Made{}, err
	}
	for _, made := range known {
		if made.Annotation["id"] == id {
			return backup.Made{Label: made.Label, Bytes: made.Info.Size, Stored: made.Info.Repository.Delta, Manifest: manifest}, nil
		}
	}
	return backup.Made{}, errors.New("pgbackrest made no backup")
}

// isFullDue counts those since the last whole one.
func isFullDue(known []information) bool {
	for index := range slices.Backward(known) {
		if known[index].Type == "full" {
			return len(known)-index >= fullEvery
		}
	}
	return true
}

type information struct {
	Label      string            `json:"label"`
	Type       string            `json:"type"`
	Annotation map[string]string `json:"annotation"`
	Info       struct {
		Size       int64 `json:"size"`
		Repository struct {
			Delta int64 `json:"delta"`
		} `json:"repository"`
	} `json:"info"`
}

func (b Backups) information(ctx context.Context) ([]information, error) {
	answer, err := b.pgbackrest("info", "--output=json").Answer(ctx)
	if err != nil {
		return nil, explain(err)
	}
	var stanzas []struct {
		Backup []information `json:"backup"`
		Status struct {
			Code    int    `json:"code"`
			Message string `json:"message"`
		} `json:"status"`
	}
	if err := json.Unmarshal(answer, &stanzas); err != nil {
		return nil, err
	}
	if len(stanzas) == 0 {
		return nil, nil
	}
	// 2 is that there is no backup yet; 99 is that it cannot be read.
	if stanzas[0].Status.Code == 99 {
		return nil, backup.Problemf(backup.ErrDamaged, "pgbackrest: %s", stanzas[0].Status.Message)
	}
	return stanzas[0].Backup, nil
}

// Expire removes whole backups beyond those that are to stay, with all that need them.
func (b Backups) Expire(ctx context.Context, keep int) error {
	if err := b.configure(keep); err != nil {
		return err
	}
	known, err := b.information(ctx)
	if err != nil || len(known) == 0 {
		return err
	}
	return explain(b.pgbackrest("expire").Run(ctx))
}

// Labels are those of all backups.
func (b Backups) Labels(ctx context.Context) ([]string, error) {
	if err := b.configure(1); err != nil {
		return nil, err
	}
	known, err := b.information(ctx)
	labels := make([]string, 0, len(known))
	for _, made := range known {
		labels = append(labels, made.Label)
	}
	return labels, err
}

var flaw = regexp.MustCompile(`(?i)status: (error|invalid)|(invalid checksum|missing|invalid|other): [1-9]`)

// Verify reads all of the repository.
func (b Backups) Verify(ctx context.Context) error {
	answer, err := b.pgbackrest("verify", "--output=text", "--verbose").Answer(ctx)
	if err != nil {
		return explain(err)
	}
	if found := flaw.FindIndex(answer); found != nil {
		return backup.Problemf(backup.ErrDamaged, "pgbackrest verify: %s", strings.Join(strings.Fields(string(answer[found[0]:])), " "))
	}
	return nil
}

var errorLine = regexp.MustCompile(`ERROR: \[(\d+)\]: (.*)`)

const (
	codeOfCrypto = "095"
)

// explain takes pgBackRest's own words for an error, of which the first line says the most.
func explain(err error) error {
	var failed backup.ToolError
	if !errors.As(err, &failed) {
		return err
	}
	found := errorLine.FindStringSubmatch(failed.Words)
	if found == nil {
		return err
	}
	text := fmt.Sprintf("pgbackrest: %s (error %s)", found[2], found[1])
	switch {
	case found[1] == "051" || found[1] == "028" || found[1] == "044" || strings.Contains(failed.Words, "do not match"):
		return backup.Problemf(backup.ErrForeign,
			"%s: the data is of another cluster than the backups, such as after it was lost; restore the last backup", text)
	case found[1] == codeOfCrypto:
		return backup.Problemf(backup.ErrDamaged, "%s", text)
	}
	return errors.New(text)
}
