package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"agent/backup"
	"agent/process"
)

const (
	lockTries = 10
	// Writers wait for it no longer than that, each time.
	lockPatience = "500ms"
	// A table that takes longer is not counted.
	countPatience = "60s"
	archiveWait   = 3 * time.Minute

	// Tables of the database's users; what is unlogged is in no backup.
	tablesQuery = `SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace space ON space.oid = relnamespace` +
		` WHERE relkind = 'r' AND relpersistence = 'p' AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1`
)

// quiesce holds writers back for a moment, names that moment in the log, and counts what there is then. It says which file of the log has the moment.
func quiesce(ctx context.Context, database, name string) (backup.Manifest, string, error) {
	for try := 0; ; try++ {
		manifest, file, err := quiesceOnce(ctx, database, name)
		if err == nil || try == lockTries || stateOf(err) != lockNotAvailable {
			return manifest, file, err
		}
		if !process.Sleep(ctx, time.Second) {
			return nil, "", ctx.Err()
		}
	}
}

func quiesceOnce(ctx context.Context, database, name string) (backup.Manifest, string, error) {
	writers, err := dial(ctx, sockets, database)
	if err != nil {
		return nil, "", err
	}
	defer writers.close()
	readers, err := dial(ctx, sockets, database)
	if err != nil {
		return nil, "", err
	}
	defer readers.close()
	tables, err := writers.ask(tablesQuery)
	if err != nil {
		return nil, "", err
	}
	if _, err := writers.ask("BEGIN; SET LOCAL lock_timeout = '" + lockPatience + "'"); err != nil {
		return nil, "", err
	}
	if _, err := readers.ask("SET statement_timeout = '" + countPatience + "'"); err != nil {
		return nil, "", err
	}
	if len(tables) > 0 {
		if _, err := writers.ask("LOCK TABLE " + strings.Join(tables, ", ") + " IN SHARE MODE"); err != nil {
			return nil, "", err
		}
	}
	// What is committed now is before that moment in the log, and nothing else is.
	if _, err := readers.ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_current_snapshot()"); err != nil {
		return nil, "", err
	}
	file, err := writers.ask(fmt.Sprintf("SELECT pg_walfile_name(pg_create_restore_point('%s'))", name))
	if err != nil {
		return nil, "", err
	}
	if _, err := writers.ask("COMMIT; SELECT pg_switch_wal()"); err != nil {
		return nil, "", err
	}
	manifest, err := readers.count(tables)
	return manifest, strings.Join(file, ""), err
}

// archived waits until a file of the log is in the repository.
func (b Backups) archived(ctx context.Context, file string) error {
	deadline := time.Now().Add(archiveWait)
	for {
		last, err := ask(ctx, superuser, "SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver")
		if err == nil && len(last) == 1 && last[0] >= file && !isWaiting(file) {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the server's log up to %s is not in the repository after %s: see the container's log", file, archiveWait)
		}
		if !process.Sleep(ctx, 200*time.Millisecond) {
			return ctx.Err()
		}
	}
}

// session is a client that is asked one thing after another.
type session struct {
	client  *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Reader
	said    strings.Builder
	answers int
}

// refusal is what the server says to a statement that it does not carry out.
type refusal struct{ state, message string }

func (r refusal) Error() string { return r.message }

const (
	queryCancelled   = "57014"
	lockNotAvailable = "55P03"
)

func stateOf(err error) string {
	var refused refusal
	if errors.As(err, &refused) {
		return refused.state
	}
	return ""
}

func dial(ctx context.Context, place, database string) (*session, error) {
	// After an error in a transaction, the transaction goes on before it.
	client := exec.CommandContext(ctx, "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\t", "--set", "ON_ERROR_ROLLBACK=on",
		"--host", place, "--username", superuser, "--dbname", database, "--file", "-")
	made := &session{client: client}
	input, err := client.StdinPipe()
	if err != nil {
		return nil, err
	}
	output, err := client.StdoutPipe()
	if err != nil {
		return nil, err
	}
	client.Stderr = &made.said
	client.Env = append(os.Environ(), "PGOPTIONS=-c search_path=pg_catalog")
	made.input, made.output = input, bufio.NewReader(output)
	return made, client.Start()
}

// ask sends a statement, and returns the lines of the answer.
func (s *session) ask(statement string) ([]string, error) {
	s.answers++
	end := fmt.Sprintf("\x01%d ", s.answers)
	if _, err := fmt.Fprintf(s.input, "%s;\n\\echo '%s':ERROR :SQLSTATE :LAST_ERROR_MESSAGE\n", statement, end); err != nil {
		return nil, s.failure(err)
	}
	var answer []string
	for {
		line, err := s.output.ReadString('\n')
		if err != nil {
			return nil, s.failure(err)
		}
		line = strings.TrimSuffix(line, "\n")
		if outcome, isEnd := strings.CutPrefix(line, end); isEnd {
			if fields := strings.SplitN(outcome, " ", 3); len(fields) == 3 && fields[0] == "true" {
				return answer, refusal{fields[1], fields[2]}
			}
			return answer, nil
		}
		if line != "" {
			answer = append(answer, line)
		}
	}
}

func (s *session) failure(err error) error {
	s.close()
	if said := strings.TrimSpace(s.said.String()); said != "" {
		return errors.New(said)
	}
	return err
}

func (s *session) close() {
	_ = s.input.Close()
	_ = s.client.Wait()
}

// count says how many rows tables have, and adds up a hash of each.
func (s *session) count(tables []string) (backup.Manifest, error) {
	manifest := backup.Manifest{}
	for _, table := range tables {
		item := backup.Item{Name: table, Count: -1}
		answer, err := s.ask(fmt.Sprintf("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM ONLY %s AS t", table))
		// It is there, and that is what is known of it.
		if stateOf(err) == queryCancelled {
			manifest = append(manifest, item)
			continue
		}
		if err != nil {
			return nil, err
		}
		count, sum, _ := strings.Cut(strings.Join(answer, ""), "\t")
		if item.Count, err = strconv.ParseInt(count, 10, 64); err != nil {
			return nil, err
		}
		item.Checksum = sum
		manifest = append(manifest, item)
	}
	return manifest, nil
}

// ask is one question.
func ask(ctx context.Context, database, statement string) ([]string, error) {
	return askAt(ctx, sockets, database, statement)
}

func askAt(ctx context.Context, place, database, statement string) ([]string, error) {
	asked, err := dial(ctx, place, database)
	if err != nil {
		return nil, err
	}
	defer asked.close()
	return asked.ask(statement)
}
