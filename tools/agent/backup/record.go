package backup

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"agent/certificate"
)

// Outcomes of a run.
const (
	Running   = "running"
	Succeeded = "succeeded"
	Failed    = "failed"
)

// Record is what is known of one backup beside its content: when it was made, and what was in it. A code over it, by the repository's key, shows a changed one.
type Record struct {
	// Id is the time of its beginning, such as `20261129-031500`.
	Id string `json:"id"`
	// Label is the name that the tool gave it.
	Label   string    `json:"label,omitempty"`
	Began   time.Time `json:"began"`
	Ended   time.Time `json:"ended,omitzero"`
	Outcome string    `json:"outcome"`
	// Problem is the kind of it, and Message what was said.
	Problem string `json:"problem,omitempty"`
	Message string `json:"message,omitempty"`
	// Bytes of the data, and what they took in the repository.
	Bytes  int64 `json:"bytes,omitempty"`
	Stored int64 `json:"stored,omitempty"`

	Manifest Manifest `json:"manifest,omitempty"`
}

type sealed struct {
	Record json.RawMessage `json:"record"`
	Code   string          `json:"code"`
}

// records are files of a directory, each sealed by the key.
type records struct {
	directory string
	key       []byte
}

func (r records) write(name string, value any) error {
	content, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(r.directory, 0o700); err != nil {
		return err
	}
	whole, err := json.Marshal(sealed{content, r.code(name, content)})
	if err != nil {
		return err
	}
	file := filepath.Join(r.directory, name+".json")
	err = certificate.Replace(file, whole, 0o600)
	if errors.Is(err, syscall.ENOSPC) {
		return overwrite(file, whole)
	}
	return err
}

// overwrite takes the room that a file has already: that there is no more has to be noted, too.
func overwrite(file string, content []byte) error {
	written, err := os.OpenFile(file, os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = written.Write(content)
	return errors.Join(err, written.Truncate(int64(len(content))), written.Sync(), written.Close())
}

// read says false where there is none.
func (r records) read(name string, value any) (bool, error) {
	content, err := os.ReadFile(filepath.Join(r.directory, name+".json"))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var whole sealed
	if json.Unmarshal(content, &whole) != nil || !hmac.Equal([]byte(whole.Code), []byte(r.code(name, whole.Record))) {
		return false, Problemf(ErrDamaged, "record %s of the repository is not what was written", name)
	}
	return true, json.Unmarshal(whole.Record, value)
}

func (r records) code(name string, content []byte) string {
	code := hmac.New(sha256.New, r.key)
	code.Write([]byte(name + "\n"))
	code.Write(content)
	return hex.EncodeToString(code.Sum(nil))
}

// all are in the order of their ids, which is that of their beginnings. One that was changed is in none, and is the error.
func (r records) all() ([]Record, error) {
	entries, err := os.ReadDir(r.directory)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var found []Record
	var problems error
	for _, entry := range entries {
		name, isRecord := strings.CutSuffix(entry.Name(), ".json")
		// What is hidden was never finished.
		if !isRecord || strings.HasPrefix(name, ".") {
			continue
		}
		record := Record{}
		if _, err := r.read(name, &record); err != nil {
			problems = errors.Join(problems, err)
			continue
		}
		found = append(found, record)
	}
	slices.SortFunc(found, func(a, b Record) int { return strings.Compare(a.Id, b.Id) })
	return found, problems
}

func (r records) remove(id string) error {
	return os.Remove(filepath.Join(r.directory, id+".json"))
}
