package mariadb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"agent/backup"
	"agent/binding"
)

const (
	streamName     = "mariadb.mbstream"
	clusterName    = "mariadb"
	restoredSocket = "/tmp/restored.sock"

	// What users made.
	tablesQuery = "SELECT CONCAT('`', REPLACE(TABLE_SCHEMA, '`', '``'), '`.`', REPLACE(TABLE_NAME, '`', '``'), '`') FROM information_schema.TABLES" +
		" WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema') ORDER BY 1"
)

// Backups are those of MariaDB: mariadb-backup copies what the server has while it works, and restic keeps it.
type Backups struct {
	backup.Restic
	// Database that the check asks.
	Database string
}

// Backup makes one. What changed meanwhile is noted as such.
func (b Backups) Backup(ctx context.Context, id string, _ int) (backup.Made, error) {
	before, err := measure(socket)
	if err != nil {
		return backup.Made{}, err
	}
	made, err := b.Stream(ctx, id, streamName, "mariadb-backup", "--no-defaults", "--backup", "--stream=mbstream", "--datadir="+dataDirectory,
		"--socket="+socket, "--user=root", "--target-dir=/tmp", "--tmpdir=/tmp", "--open-files-limit=4096")
	if err != nil {
		return made, err
	}
	after, err := measure(socket)
	made.Manifest = backup.Settle(before, after)
	return made, err
}

// Restore unpacks the copy, and brings it to the moment at which it ended.
func (b Backups) Restore(ctx context.Context, record backup.Record, at, directory string) error {
	if at != "" {
		return backup.Problemf(backup.ErrFailed, "MariaDB has no moments between its backups; leave --at out")
	}
	place := filepath.Join(directory, clusterName)
	if err := os.MkdirAll(place, 0o700); err != nil {
		return err
	}
	read, write := io.Pipe()
	unpacked := make(chan error, 1)
	go func() {
		err := backup.Tool{Name: "mbstream", Arguments: []string{"-x", "-C", place}, Input: read}.Run(ctx)
		_ = read.CloseWithError(errors.Join(err, io.ErrClosedPipe))
		unpacked <- err
	}()
	err := b.Dump(ctx, record.Label, streamName, write)
	_ = write.CloseWithError(err)
	if unpackedBadly := <-unpacked; err == nil {
		err = unpackedBadly
	}
	if err != nil {
		return err
	}
	return backup.Tool{Name: "mariadb-backup", Arguments: []string{"--no-defaults", "--prepare", "--target-dir=" + place, "--use-memory=64M"}}.Run(ctx)
}

// Measure starts a server that nobody else reaches, and counts what it has.
func (b Backups) Measure(ctx context.Context, directory, check string) (backup.Manifest, error) {
	place := filepath.Join(directory, clusterName)
	server, err := backup.StartServer("mariadbd", "--no-defaults", "--datadir="+place, "--tmpdir="+os.TempDir(), "--socket="+restoredSocket,
		"--pid-file=/tmp/restored.pid", "--skip-networking", "--innodb-buffer-pool-size=32M", "--performance-schema=OFF", "--max-connections=10",
		"--open-files-limit=1024", "--character-set-server=utf8mb4")
	if err != nil {
		return nil, err
	}
	manifest, err := b.ask(ctx, server, check)
	if stopped := server.Stop(syscall.SIGTERM); err == nil {
		err = stopped
	}
	return manifest, err
}

func (b Backups) ask(ctx context.Context, server *backup.Server, check string) (backup.Manifest, error) {
	err := server.Until(ctx, func() error {
		_, err := askAt(restoredSocket, "", "SELECT 1")
		return err
	})
	if err != nil {
		return nil, err
	}
	manifest, err := measure(restoredSocket)
	if err != nil || check == "" {
		return manifest, err
	}
	answer, err := askAt(restoredSocket, b.Database, check)
	if err != nil {
		return manifest, backup.Problemf(backup.ErrDiffers, "the check fails: %v", err)
	}
	if said := strings.TrimSpace(answer); said == "" || said == "0" || said == "NULL" {
		return manifest, backup.Problemf(backup.ErrDiffers, "the check %q says %q, and has to be true", check, said)
	}
	return manifest, nil
}

// Entries of the volume that are the server's data.
func (Backups) Entries(directory string) ([]string, error) {
	return backup.Existing(directory, clusterName), nil
}

// measure says how many rows each table has, and the server's own checksum of it.
func measure(place string) (backup.Manifest, error) {
	tables, err := askAt(place, "", tablesQuery)
	if err != nil {
		return nil, err
	}
	manifest := backup.Manifest{}
	for table := range strings.Lines(tables) {
		table = strings.TrimSuffix(table, "\n")
		answer, err := askAt(place, "", fmt.Sprintf("SELECT COUNT(*) FROM %s; CHECKSUM TABLE %s EXTENDED", table, table))
		if err != nil {
			return nil, err
		}
		fields := strings.Fields(answer)
		if len(fields) < 3 {
			return nil, fmt.Errorf("%s cannot be counted", table)
		}
		count, err := strconv.ParseInt(fields[0], 10, 64)
		if err != nil {
			return nil, err
		}
		manifest = append(manifest, backup.Item{Name: table, Count: count, Checksum: fields[len(fields)-1]})
	}
	return manifest, nil
}

func askAt(place, database, statements string) (string, error) {
	client := exec.Command("mariadb", "--no-defaults", "--socket="+place, "--user=root", "--batch", "--skip-column-names", "--database="+database)
	client.Stdin = strings.NewReader(statements)
	said := strings.Builder{}
	client.Stderr = &said
	answer, err := client.Output()
	if err != nil {
		return "", errors.New(binding.FirstLine(said.String()))
	}
	return string(answer), nil
}
