package backup

import (
	"context"
	"io"
	"time"
)

// Made is a backup that was made.
type Made struct {
	Label         string
	Bytes, Stored int64
	Manifest      Manifest
}

// Data is a type of data: how it gets into the repository, and back. What it returns of an error is a Problem where it knows the kind.
type Data interface {
	// Prepare makes the repository where there is none.
	Prepare(ctx context.Context) error
	// Backup makes one. @param keep how many are to stay, at least
	Backup(ctx context.Context, id string, keep int) (Made, error)
	// Expire removes what is beyond those that are to stay, and what interrupted runs have left.
	Expire(ctx context.Context, keep int) error
	// Labels are those of all that can be restored.
	Labels(ctx context.Context) ([]string, error)
	// Verify reads every byte of the repository.
	Verify(ctx context.Context) error
	// Restore puts one into an empty directory: as it was at its end, or at a moment that is said.
	Restore(ctx context.Context, record Record, at string, directory string) error
	// Measure opens what was restored where nobody else reaches it, asks the query that has to be true, and says what is in it. It closes it again.
	Measure(ctx context.Context, directory, check string) (Manifest, error)
	// Entries of its volume that are its own.
	Entries(directory string) ([]string, error)
}

// Exporter can write what was restored as statements that a server of its type takes.
type Exporter interface {
	Export(ctx context.Context, directory string, output io.Writer) error
}

// Follower has more to do between backups, such as to keep the log of a database.
type Follower interface {
	Follow(ctx context.Context)
	// Trouble is what is wrong with that, if anything.
	Trouble(now time.Time) []string
}
