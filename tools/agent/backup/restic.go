package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

const (
	// Of restic: the password is not the repository's.
	wrongPassword = 12
	// Of restic: there is no repository.
	noRepository = 10
	// Of restic: some of it could not be read, and a snapshot was made all the same.
	incomplete = 3
)

// Restic keeps backups that are encrypted and deduplicated.
type Restic struct {
	// Place is a directory, or a URL such as `s3:https://host/bucket`.
	Place, KeyFile string
	// Options of every command, such as of the connection.
	Options     []string
	Environment []string
}

// NewRestic is the one in a directory that has the backups.
func NewRestic(repository string) Restic {
	return Restic{Place: filepath.Join(repository, "restic"), KeyFile: KeyFile}
}

// Snapshot is one backup.
type Snapshot struct {
	Id    string   `json:"id"`
	Tags  []string `json:"tags"`
	Paths []string `json:"paths"`
}

// Prepare makes it where there is none.
func (r Restic) Prepare(ctx context.Context) error {
	_, err := r.tool("cat", "config").Answer(ctx)
	if !isNoRepository(err) {
		return r.explain(err)
	}
	return r.explain(r.tool("init").Run(ctx))
}

// Stream keeps what a command prints, as one file. A command that fails leaves no snapshot.
func (r Restic) Stream(ctx context.Context, id, name string, command ...string) (Made, error) {
	return r.backup(ctx, append([]string{"--tag", id, "--stdin-from-command", "--stdin-filename", name, "--"}, command...)...)
}

// Directory keeps the files below a directory, but for those that match.
func (r Restic) Directory(ctx context.Context, id, directory string, excluded ...string) (Made, error) {
	arguments := []string{"--tag", id}
	for _, pattern := range excluded {
		arguments = append(arguments, "--exclude", pattern)
	}
	return r.backup(ctx, append(arguments, "--", directory)...)
}

type summary struct {
	Type     string `json:"message_type"`
	Snapshot string `json:"snapshot_id"`
	Files    int64  `json:"total_files_processed"`
	Bytes    int64  `json:"total_bytes_processed"`
	Stored   int64  `json:"data_added_packed"`
}

func (r Restic) backup(ctx context.Context, arguments ...string) (Made, error) {
	answer, err := r.tool(append([]string{"backup", "--json", "--host", "appengine"}, arguments...)...).Answer(ctx)
	if err != nil {
		return Made{}, r.explain(err)
	}
	for line := range lines(answer) {
		said := summary{}
		if json.Unmarshal(line, &said) == nil && said.Type == "summary" {
			return Made{Label: said.Snapshot, Bytes: said.Bytes, Stored: said.Stored}, nil
		}
	}
	return Made{}, errors.New("restic made no snapshot")
}

// Snapshots are all of them, the last one at the end.
func (r Restic) Snapshots(ctx context.Context) ([]Snapshot, error) {
	answer, err := r.tool("snapshots", "--json", "--no-lock").Answer(ctx)
	if err != nil {
		return nil, r.explain(err)
	}
	var snapshots []Snapshot
	return snapshots, json.Unmarshal(answer, &snapshots)
}

// Labels are the ids of all snapshots.
func (r Restic) Labels(ctx context.Context) ([]string, error) {
	snapshots, err := r.Snapshots(ctx)
	if err != nil {
		return nil, err
	}
	labels := make([]string, 0, len(snapshots))
	for _, snapshot := range snapshots {
		labels = append(labels, snapshot.Id)
	}
	return labels, nil
}

// Expire removes all but the last ones, and what interrupted runs have left.
func (r Restic) Expire(ctx context.Context, keep int) error {
	if _, err := r.tool("cat", "config").Answer(ctx); err != nil {
		return r.explain(err)
	}
	// Whoever has the keeper's lock is alone: a lock in the repository is of a run that was killed.
	if err := r.tool("unlock", "--remove-all").Run(ctx); err != nil {
		return r.explain(err)
	}
	// One host, one path: they are one row of snapshots.
	return r.explain(r.tool("forget", "--group-by", "", "--keep-last", strconv.Itoa(keep), "--prune", "--max-unused", "10%").Run(ctx))
}

// Verify reads all that it has.
func (r Restic) Verify(ctx context.Context) error {
	return r.explain(r.tool("check", "--read-data").Run(ctx))
}

// Dump writes a file of a snapshot.
func (r Restic) Dump(ctx context.Context, label, name string, output io.Writer) error {
	tool := r.tool("dump", label, "/"+name)
	tool.Output = output
	return r.explain(tool.Run(ctx))
}

// Files writes the files below a directory of a snapshot to another one, and reads them again.
func (r Restic) Files(ctx context.Context, label, from, to string) error {
	return r.explain(r.tool("restore", label+":"+from, "--target", to, "--verify").Run(ctx))
}

func (r Restic) tool(arguments ...string) Tool {
	common := append([]string{"--repo", r.Place, "--password-file", r.KeyFile, "--no-cache", "--quiet", "--retry-lock", "1m"}, r.Options...)
	arguments = append(common, arguments...)
	return Tool{Name: "restic", Arguments: arguments, Environment: append([]string{"HOME=/tmp", "TMPDIR=" + os.TempDir()}, r.Environment...)}
}

func isNoRepository(err error) bool {
	var failed ToolError
	return errors.As(err, &failed) && failed.Status == noRepository
}

// explain calls a wrong key by its name.
func (r Restic) explain(err error) error {
	var failed ToolError
	switch {
	case !errors.As(err, &failed):
		return err
	case failed.Status == wrongPassword:
		return Problemf(ErrKey, "the key is not the one that the repository was made with")
	case failed.Status == incomplete:
		return fmt.Errorf("not all of it could be read: %w", err)
	}
	return err
}
