package gateway

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"agent/certificate"
	"agent/process"
)

// While a placeholder is in its place, the certificate is looked for more often.
const placeholderPoll = 5 * time.Second

// watcher reloads HAProxy when other files are in the directory of its certificate.
type watcher struct {
	certificate string
	poll        time.Duration
	reload      func() error
}

func (w watcher) watch(ctx context.Context, taken map[string]uint64) {
	for process.Sleep(ctx, w.pause()) {
		present := filesOf(filepath.Dir(w.certificate))
		if maps.Equal(present, taken) {
			continue
		}
		if err := w.reload(); err != nil {
			fmt.Fprintf(os.Stdout, "gateway: %v\n", err)
			continue
		}
		taken = present
	}
}

func (w watcher) pause() time.Duration {
	if content, err := os.ReadFile(w.certificate); err == nil && certificate.IsPlaceholder(content) {
		return min(w.poll, placeholderPoll)
	}
	return w.poll
}

// filesOf are the files of a directory, without hidden ones. They are replaced as a whole, so that their numbers say whether they are other ones.
func filesOf(directory string) map[string]uint64 {
	files := map[string]uint64{}
	entries, _ := os.ReadDir(directory)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if status, err := entry.Info(); err == nil {
			files[entry.Name()] = status.Sys().(*syscall.Stat_t).Ino
		}
	}
	return files
}
