package schedule

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"agent/certificate"
)

// Outcomes of a run.
const (
	Running   = "running"
	Succeeded = "succeeded"
	Failed    = "failed"
	// Skipped is a time at which the run before was still under way.
	Skipped = "skipped"
	// Missed are times at which there was no container.
	Missed = "missed"
)

const (
	historyFile = "history.json"
	mostRuns    = 50
)

// Run is what became of one time.
type Run struct {
	// Due is zero for a run that an operator asked for, and the last one of several that were skipped or missed.
	Due time.Time `json:"due,omitzero"`
	// Times are how many were skipped or missed.
	Times   int       `json:"times,omitempty"`
	Began   time.Time `json:"began,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
	Outcome string    `json:"outcome"`
	// ExitCode is as a shell has it: 128 and more for a signal, 127 for a program that is not there.
	ExitCode int `json:"exitCode"`
	// Message says why it did not succeed.
	Message string `json:"message,omitempty"`
	// Lines are the last ones that it printed.
	Lines []string `json:"lines,omitempty"`
}

// history is what a container remembers of those before it.
type history struct {
	// Times are those that were looked at, until Looked.
	Times  string    `json:"times"`
	Looked time.Time `json:"looked"`
	Runs   []Run     `json:"runs"`
}

// readHistory begins a new one where there is none, or none that can be read. What says that it runs was killed.
func readHistory(directory string, now time.Time) history {
	var read history
	content, err := os.ReadFile(filepath.Join(directory, historyFile))
	if err != nil || json.Unmarshal(content, &read) != nil {
		return history{}
	}
	for index, run := range read.Runs {
		if run.Outcome == Running {
			read.Runs[index].Outcome, read.Runs[index].Message, read.Runs[index].Ended = Failed, "it was killed with its container", now
		}
	}
	return read
}

func (h *history) write(directory string) error {
	h.Runs = h.Runs[max(0, len(h.Runs)-mostRuns):]
	content, err := json.Marshal(h)
	return errors.Join(err, certificate.Replace(filepath.Join(directory, historyFile), content, 0o600))
}
