package schedule

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"agent/process"
)

const (
	// Directory is a volume, which outlives the container.
	Directory = "/run/appengine-schedule"

	// A clock that is set is noticed after so long.
	lookEvery = 30 * time.Second
	// A redeploy takes less: a time that falls into it is made up.
	madeUpWithin = 10 * time.Minute
)

// ErrBusy is for an operator: a run is under way already.
var ErrBusy = errors.New("a run is under way already")

// Keeper runs a command when it is due, and when an operator asks for it. It is the only one in its directory: the container before it has ended.
type Keeper struct {
	config         Config
	directory      string
	stdout, stderr io.Writer

	mutex   sync.Mutex
	history history
	// Whether a run is under way, and when the one that waits for its end was due.
	isRunning bool
	waiting   time.Time
	runs      sync.WaitGroup
}

// NewKeeper goes on where the last one in the directory has ended.
func NewKeeper(config Config, directory string, stdout, stderr io.Writer) *Keeper {
	keeper := &Keeper{config: config, directory: directory, stdout: stdout, stderr: stderr, history: readHistory(directory, time.Now())}
	// Times that were not asked for yet were not missed.
	if keeper.history.Times != config.Times.String() {
		keeper.history.Times, keeper.history.Looked = config.Times.String(), time.Now()
	}
	keeper.save()
	return keeper
}

// Keep begins runs when they are due. Asked to end, it begins no more, and waits for the one that is under way.
func (k *Keeper) Keep(ctx context.Context) error {
	defer k.runs.Wait()
	for {
		k.look(ctx, time.Now())
		pause := lookEvery
		if next := k.config.Next(time.Now()); !next.IsZero() {
			pause = min(pause, time.Until(next))
		}
		if !process.Sleep(ctx, max(pause, time.Millisecond)) {
			return nil
		}
	}
}

// look takes the last of the times since it looked before. Others were missed.
func (k *Keeper) look(ctx context.Context, now time.Time) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	var due time.Time
	passed := 0
	for next := k.config.Next(k.history.Looked); !next.IsZero() && !next.After(now); next = k.config.Next(next) {
		due, passed = next, passed+1
	}
	k.history.Looked = now
	// A look at which nothing was due need not be remembered: there is nothing that the next container could make up.
	if passed == 0 {
		return
	}
	switch {
	case now.Sub(due) > madeUpWithin:
		k.note(Run{Due: due.UTC(), Times: passed, Outcome: Missed, Message: "there was no container"})
	default:
		k.meet(ctx, due)
	}
	k.save()
}

// meet begins a run, unless one is under way.
func (k *Keeper) meet(ctx context.Context, due time.Time) {
	switch {
	case !k.isRunning:
		k.begin(ctx, due, nil, nil)
	case k.config.Overlap == Wait:
		k.waiting = due
	default:
		k.skip(due)
	}
}

// skip has one entry for all that one run is in the way of: they must not be all that is remembered.
func (k *Keeper) skip(due time.Time) {
	if last := &k.history.Runs[len(k.history.Runs)-1]; last.Outcome == Skipped {
		last.Due, last.Times = due.UTC(), last.Times+1
		return
	}
	k.note(Run{Due: due.UTC(), Times: 1, Outcome: Skipped, Message: "the run before was still under way"})
}

// RunNow runs the command for an operator, and resolves to what became of it. @param each gets every line that it prints
func (k *Keeper) RunNow(ctx context.Context, each func(line string)) (Run, error) {
	ended := make(chan Run, 1)
	k.mutex.Lock()
	if k.isRunning || ctx.Err() != nil {
		k.mutex.Unlock()
		return Run{}, ErrBusy
	}
	k.begin(ctx, time.Time{}, each, ended)
	k.mutex.Unlock()
	return <-ended, nil
}

// begin is called by whoever has the mutex.
func (k *Keeper) begin(ctx context.Context, due time.Time, each func(string), ended chan<- Run) {
	run := Run{Due: due, Began: time.Now().UTC(), Outcome: Running}
	if !due.IsZero() {
		run.Due = due.UTC()
	}
	k.isRunning = true
	k.note(run)
	k.save()
	k.runs.Add(1)
	go func() {
		defer k.runs.Done()
		said := &process.LastLines{Each: each}
		work := process.Bounded{Words: k.config.Words, Timeout: k.config.Timeout,
			Stdout: io.MultiWriter(k.stdout, said), Stderr: io.MultiWriter(k.stderr, said)}
		code, problem := work.Run(ctx)
		run.Ended, run.ExitCode, run.Message, run.Lines = time.Now().UTC(), code, problem, said.End()
		run.Outcome = Succeeded
		if problem != "" {
			run.Outcome = Failed
		}
		k.end(ctx, run)
		if ended != nil {
			ended <- run
		}
	}()
}

func (k *Keeper) end(ctx context.Context, run Run) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.isRunning = false
	for index := range k.history.Runs {
		if k.history.Runs[index].Began.Equal(run.Began) && k.history.Runs[index].Outcome == Running {
			k.history.Runs[index] = run
		}
	}
	k.tell(run)
	if due := k.waiting; !due.IsZero() && ctx.Err() == nil {
		k.waiting = time.Time{}
		k.begin(ctx, due, nil, nil)
	}
	k.save()
}

func (k *Keeper) note(run Run) {
	k.history.Runs = append(k.history.Runs, run)
	if run.Outcome != Running {
		k.tell(run)
	}
}

func (k *Keeper) tell(run Run) {
	took := ""
	if !run.Began.IsZero() {
		took = fmt.Sprintf(" after %s", run.Ended.Sub(run.Began).Round(time.Millisecond))
	}
	message := run.Message
	if message != "" {
		message = ": " + message
	}
	fmt.Fprintf(k.stderr, "schedule: %s%s%s\n", run.Outcome, took, message)
}

// save tells why it cannot; the runs go on.
func (k *Keeper) save() {
	if err := k.history.write(k.directory); err != nil {
		fmt.Fprintf(k.stderr, "schedule: the history cannot be written: %v\n", err)
	}
}

// Listing is all that is known.
type Listing struct {
	// Next is zero where there is none.
	Next time.Time `json:"next,omitzero"`
	Runs []Run     `json:"runs"`
}

// List tells it.
func (k *Keeper) List() Listing {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	next := k.config.Next(time.Now())
	if !next.IsZero() {
		next = next.UTC()
	}
	return Listing{next, append([]Run{}, k.history.Runs...)}
}
