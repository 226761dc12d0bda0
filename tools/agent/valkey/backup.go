package valkey

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"agent/backup"
	"agent/binding"
)

const (
	dumpName       = "dump.rdb"
	logDirectory   = "appendonlydir"
	restoredSocket = "/tmp/restored.sock"
)

// Backups are those of Valkey: the server sends what it has as to a replica, and restic keeps it.
type Backups struct{ backup.Restic }

// Backup makes one.
func (b Backups) Backup(ctx context.Context, id string, _ int) (backup.Made, error) {
	password, err := os.ReadFile(backupFile)
	if err != nil {
		return backup.Made{}, err
	}
	login := []string{"-s", socket, "--user", backupUser, "--no-auth-warning"}
	b.Environment = append(b.Environment, "REDISCLI_AUTH="+string(password))
	before, err := keys(b.Environment, login...)
	if err != nil {
		return backup.Made{}, err
	}
	made, err := b.Stream(ctx, id, dumpName, append([]string{"valkey-cli"}, append(login, "--rdb", "-")...)...)
	if err != nil {
		return made, err
	}
	after, err := keys(b.Environment, login...)
	if err != nil {
		return made, err
	}
	sum := sha256.New()
	if err := b.dump(ctx, made.Label, sum); err != nil {
		return made, err
	}
	dump := backup.Item{Name: "dump", Count: made.Bytes - markLength, Checksum: hex.EncodeToString(sum.Sum(nil))}
	made.Manifest = append(backup.Settle(before, after), dump)
	return made, nil
}

func (b Backups) dump(ctx context.Context, label string, output io.Writer) error {
	unmarked := &markless{to: output}
	if err := b.Dump(ctx, label, dumpName, unmarked); err != nil {
		return err
	}
	return unmarked.end()
}

// Restore writes the dump where a server looks for it, with and without a log.
func (b Backups) Restore(ctx context.Context, record backup.Record, at, directory string) error {
	if at != "" {
		return backup.Problemf(backup.ErrFailed, "Valkey has no moments between its backups; leave --at out")
	}
	logs := filepath.Join(directory, logDirectory)
	if err := os.MkdirAll(logs, 0o700); err != nil {
		return err
	}
	dump, err := os.OpenFile(filepath.Join(directory, dumpName), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	err = b.dump(ctx, record.Label, dump)
	if err = errors.Join(err, dump.Sync(), dump.Close()); err != nil {
		return err
	}
	// The log of a server begins with a dump.
	if err := os.Link(filepath.Join(directory, dumpName), filepath.Join(logs, "appendonly.aof.1.base.rdb")); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(logs, "appendonly.aof.manifest"), []byte("file appendonly.aof.1.base.rdb seq 1 type b\n"), 0o600)
}

// Measure starts a server that nobody else reaches, and counts its keys.
func (b Backups) Measure(ctx context.Context, directory, check string) (backup.Manifest, error) {
	dump, err := measureDump(filepath.Join(directory, dumpName))
	if err != nil {
		return nil, err
	}
	server, err := backup.StartServer("valkey-server", "--port", "0", "--unixsocket", restoredSocket, "--unixsocketperm", "700", "--dir", directory,
		"--save", "", "--appendonly", "yes", "--appendfsync", "always", "--daemonize", "no", "--logfile", "", "--repl-diskless-load", "disabled")
	if err != nil {
		return nil, err
	}
	var manifest backup.Manifest
	err = server.Until(ctx, func() error {
		manifest, err = keys(nil, "-s", restoredSocket)
		return err
	})
	if err == nil && check != "" {
		err = ask(check)
	}
	if stopped := server.Stop(syscall.SIGTERM); err == nil {
		err = stopped
	}
	return append(manifest, dump), err
}

func ask(check string) error {
	answer, err := client(nil, append([]string{"-s", restoredSocket}, strings.Fields(check)...)...)
	if err != nil {
		return backup.Problemf(backup.ErrDiffers, "the check fails: %v", err)
	}
	if said := strings.TrimSpace(answer); said == "" || said == "0" || strings.HasPrefix(said, "ERR") {
		return backup.Problemf(backup.ErrDiffers, "the check %q says %q, and has to be true", check, said)
	}
	return nil
}

// Entries of the volume that are the server's data.
func (Backups) Entries(directory string) ([]string, error) {
	return backup.Existing(directory, logDirectory, dumpName), nil
}

func measureDump(file string) (backup.Item, error) {
	dump, err := os.Open(file)
	if err != nil {
		return backup.Item{}, err
	}
	defer dump.Close()
	sum := sha256.New()
	length, err := io.Copy(sum, dump)
	return backup.Item{Name: "dump", Count: length, Checksum: hex.EncodeToString(sum.Sum(nil))}, err
}

var keyspace = regexp.MustCompile(`(?m)^(db\d+):keys=(\d+),expires=(\d+)`)

// keys are those that stay; others may end at any moment.
func keys(environment []string, login ...string) (backup.Manifest, error) {
	answer, err := client(environment, append(login, "INFO", "keyspace")...)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(answer, "# Keyspace") {
		return nil, fmt.Errorf("the server says %s", binding.FirstLine(answer))
	}
	manifest := backup.Manifest{}
	for _, found := range keyspace.FindAllStringSubmatch(answer, -1) {
		all, _ := strconv.ParseInt(found[2], 10, 64)
		ending, _ := strconv.ParseInt(found[3], 10, 64)
		manifest = append(manifest, backup.Item{Name: found[1] + " keys that stay", Count: all - ending})
	}
	return manifest, nil
}

func client(environment []string, arguments ...string) (string, error) {
	client := exec.Command("valkey-cli", arguments...)
	client.Env = append(os.Environ(), environment...)
	said := strings.Builder{}
	client.Stderr = &said
	answer, err := client.Output()
	if err != nil {
		return "", errors.New(binding.FirstLine(said.String() + string(answer)))
	}
	return string(answer), nil
}
