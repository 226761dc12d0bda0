package postgres

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"agent/backup"
	"agent/process"
)

const clusterName = "postgres"

// Restore writes a backup and says up to which moment of the log it goes on from there: the one at which it was counted, or another one.
func (b Backups) Restore(ctx context.Context, record backup.Record, at, directory string) error {
	if err := b.configure(1); err != nil {
		return err
	}
	place := filepath.Join(directory, clusterName)
	if err := os.MkdirAll(place, 0o700); err != nil {
		return err
	}
	target := []string{"--type=name", "--target=" + record.Id, "--target-timeline=current"}
	switch at {
	case "":
	case "latest":
		target = []string{"--type=default"}
	default:
		moment, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return err
		}
		target = []string{"--type=time", "--target=" + moment.UTC().Format("2006-01-02 15:04:05.000000+00")}
	}
	if at != "latest" {
		target = append(target, "--target-action=promote")
	}
	return explain(b.pgbackrest(slices.Concat([]string{"restore", "--set=" + record.Label, "--pg1-path=" + place}, target)...).Run(ctx))
}

// Measure starts a server that nobody else reaches, which goes on to its moment of the log, and counts what it has.
func (b Backups) Measure(ctx context.Context, directory, check string) (backup.Manifest, error) {
	manifest := backup.Manifest{}
	err := b.serve(ctx, directory, func(meeting string) (err error) {
		manifest, err = b.measure(ctx, meeting, check)
		return err
	})
	return manifest, err
}

// Export starts such a server, and writes the statements that make its database: for any owner, and without rights of users that another server does not have.
func (b Backups) Export(ctx context.Context, directory string, output io.Writer) error {
	return b.serve(ctx, directory, func(meeting string) error {
		return backup.Tool{Name: "pg_dump", Arguments: []string{"--no-password", "--host", meeting, "--username", superuser, "--no-owner", "--no-privileges", b.Database},
			Output: output}.Run(ctx)
	})
}

// serve has a server on what was restored while the work is done, when it is at its moment of the log.
func (b Backups) serve(ctx context.Context, directory string, work func(meeting string) error) error {
	place, meeting := filepath.Join(directory, clusterName), "/tmp/restored"
	if err := os.MkdirAll(meeting, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(hbaFile, []byte(hostBasedAccess), 0o600); err != nil {
		return err
	}
	options := []string{"-D", place}
	for _, setting := range []string{"listen_addresses=", "unix_socket_directories=" + meeting, "unix_socket_permissions=0700", "hba_file=" + hbaFile, "ssl=off",
		"archive_mode=off", "hot_standby=off", "shared_buffers=16MB", "max_connections=10", "max_wal_senders=0", "autovacuum=off", "logging_collector=off",
		"log_destination=stderr", "jit=off"} {
		options = append(options, "-c", setting)
	}
	server, err := backup.StartServer("postgres", options...)
	if err != nil {
		return err
	}
	if err = b.recovered(ctx, server, meeting); err == nil {
		err = work(meeting)
	}
	// What it has done up to here has to be on the disk.
	if stopped := server.Stop(syscall.SIGINT); err == nil {
		err = stopped
	}
	if err == nil {
		err = announceTimelines(place)
	}
	return err
}

// recovered waits until the server has read the log up to its moment, and lets it forget which that was.
func (b Backups) recovered(ctx context.Context, server *backup.Server, meeting string) error {
	err := server.Until(ctx, func() error {
		answer, err := askAt(ctx, meeting, b.Database, "SELECT pg_is_in_recovery()")
		if err == nil && strings.Join(answer, "") != "f" {
			err = fmt.Errorf("it is still reading the log")
		}
		return err
	})
	if err != nil {
		return err
	}
	// They were for this once.
	for _, name := range []string{"restore_command", "recovery_target_name", "recovery_target_time", "recovery_target_action", "recovery_target_timeline"} {
		if _, err := askAt(ctx, meeting, superuser, "ALTER SYSTEM RESET "+name); err != nil {
			return err
		}
	}
	return nil
}

func (b Backups) measure(ctx context.Context, meeting, check string) (backup.Manifest, error) {
	asked, err := dial(ctx, meeting, b.Database)
	if err != nil {
		return nil, err
	}
	defer asked.close()
	tables, err := asked.ask(tablesQuery)
	if err != nil {
		return nil, err
	}
	manifest, err := asked.count(tables)
	if err != nil || check == "" {
		return manifest, err
	}
	answer, err := asked.ask("SET search_path = public; " + strings.TrimSuffix(strings.TrimSpace(check), ";"))
	if err != nil {
		return manifest, backup.Problemf(backup.ErrDiffers, "the check fails: %v", err)
	}
	if said := strings.Join(answer, " "); said == "" || said == "f" || said == "0" {
		return manifest, backup.Problemf(backup.ErrDiffers, "the check %q says %q, and has to be true", check, said)
	}
	return manifest, nil
}

// announceTimelines lets the service archive the histories of timelines that this restore has begun: without them, the next restore would begin the same one.
func announceTimelines(place string) error {
	histories, err := filepath.Glob(filepath.Join(place, "pg_wal", "*.history"))
	for _, history := range histories {
		if err == nil {
			err = os.WriteFile(filepath.Join(place, "pg_wal", "archive_status", filepath.Base(history)+".ready"), nil, 0o600)
		}
	}
	return err
}

// Entries of the volume that are the cluster.
func (Backups) Entries(directory string) ([]string, error) {
	return backup.Existing(directory, clusterName), nil
}

// Follow takes the server's log over into the repository, file by file, as the server finishes them.
func (b Backups) Follow(ctx context.Context) {
	said := ""
	for process.Sleep(ctx, pushEvery) {
		err := b.push(ctx)
		if err != nil && err.Error() != said && ctx.Err() == nil {
			fmt.Fprintf(b.Output, "archive: %v\n", err)
		}
		said = ""
		if err != nil {
			said = err.Error()
		}
	}
}

func (b Backups) push(ctx context.Context) error {
	files := waiting()
	if len(files) == 0 {
		return nil
	}
	if err := b.prepare(ctx, 1); err != nil {
		return err
	}
	for _, file := range files {
		if isOfAnother(file, dataDirectory) {
			fmt.Fprintf(b.Output, "archive: %s is of a cluster that is gone\n", filepath.Base(file))
			if err := os.Remove(file); err != nil {
				return err
			}
			continue
		}
		if err := explain(b.pgbackrest("archive-push", file).Run(ctx)); err != nil {
			return err
		}
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	return nil
}

// isOfAnother says whether a file of the log is of another cluster than the data: of one that a restore has taken the place of.
func isOfAnother(file, data string) bool {
	// Where the first page of each file, and the control file, have the identifier of their cluster.
	written, err := identifier(file, 24)
	own, missing := identifier(filepath.Join(data, "global", "pg_control"), 0)
	return err == nil && missing == nil && len(filepath.Base(file)) == len("000000010000000000000001") && written != own
}

func identifier(file string, offset int64) (uint64, error) {
	opened, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer opened.Close()
	content := make([]byte, 8)
	_, err = opened.ReadAt(content, offset)
	return binary.NativeEndian.Uint64(content), err
}

// waiting are files that the server has left, in the order of their names.
func waiting() []string {
	files, _ := filepath.Glob(filepath.Join(ArchiveDirectory, "[0-9A-F]*"))
	return files
}

func isWaiting(file string) bool {
	_, err := os.Stat(filepath.Join(ArchiveDirectory, file))
	return err == nil
}

// Trouble is a log that waits.
func (Backups) Trouble(now time.Time) []string {
	for _, file := range waiting() {
		if status, err := os.Stat(file); err == nil && now.Sub(status.ModTime()) > slowArchive {
			return []string{fmt.Sprintf("the server's log waits since %s to be taken over: see the log of the container", status.ModTime().UTC().Format(time.RFC3339))}
		}
	}
	return nil
}
