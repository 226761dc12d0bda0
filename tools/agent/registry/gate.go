package registry

import (
	"context"
	"errors"
	"sync"
	"time"
)

var errBusy = errors.New("images are being pushed all the time")

const gateEvery = 50 * time.Millisecond

// gate is where writers wait while it is closed. It closes between two pushes, as far as can be seen from outside: a push is many requests.
type gate struct {
	mutex   sync.Mutex
	writers int
	last    time.Time
	// Closed when the gate opens again; nil while it is open.
	opened chan struct{}
}

func newGate() *gate {
	return &gate{}
}

// enter waits until the gate is open. Whoever enters has to leave.
func (g *gate) enter(ctx context.Context) error {
	for {
		g.mutex.Lock()
		opened := g.opened
		if opened == nil {
			g.writers++
			g.mutex.Unlock()
			return nil
		}
		g.mutex.Unlock()
		select {
		case <-opened:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (g *gate) leave() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.writers--
	g.last = time.Now()
}

// shut closes the gate once no writer has been there for some time. @returns what opens it again
func (g *gate) shut(ctx context.Context, quiet, patience time.Duration) (open func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errBusy)
	defer cancel()
	for {
		if open := g.shutNow(quiet); open != nil {
			return open, nil
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(gateEvery):
		}
	}
}

func (g *gate) shutNow(quiet time.Duration) func() {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if g.opened != nil || g.writers > 0 || time.Since(g.last) < quiet {
		return nil
	}
	opened := make(chan struct{})
	g.opened = opened
	return func() {
		g.mutex.Lock()
		defer g.mutex.Unlock()
		g.opened = nil
		close(opened)
	}
}
