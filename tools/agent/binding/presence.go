package binding

import (
	"context"
	"maps"
	"math"
	"net"
	"sync"
	"time"
)

const (
	// In a network of a service, each container of an app has the name of its user there, as long as it runs.
	presenceSuffix = ".users.appengine.internal."
	lookupPatience = 2 * time.Second
	// A container that is started again is away for a moment, and a lookup may fail.
	absence = 10 * time.Second
	// The health gate starts a generation again if the next one fails.
	comebackWithin = time.Hour
	always         = time.Duration(math.MaxInt64)
	// Between two lookups of one that is away for longer: where the engine does not know a name, it asks others.
	rareLookups = 5 * time.Second
)

// presence knows which users still have a container that runs. It asks in the background: a lookup may take long where a name is gone.
type presence struct {
	isThere func(name string) bool
	began   time.Time
	// For how long after its end one is still asked for.
	comeback time.Duration
	mutex    sync.Mutex
	seen     map[string]time.Time
	asking   map[string]bool
	asked    map[string]time.Time
}

func newPresence(isThere func(string) bool, now time.Time) *presence {
	return &presence{isThere: isThere, began: now, comeback: comebackWithin, seen: map[string]time.Time{}, asking: map[string]bool{}, asked: map[string]time.Time{}}
}

// declared is as good as seen.
func (p *presence) declared(name string, now time.Time) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.seen[name] = now
}

// holds is true for a user that was seen a moment ago.
func (p *presence) holds(name string, now time.Time) bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	seen, wasSeen := p.seen[name]
	if !wasSeen {
		seen = p.began
	}
	away := now.Sub(seen)
	isDue := away < absence || now.Sub(p.asked[name]) >= rareLookups
	if away < p.comeback && isDue && !p.asking[name] {
		p.asking[name], p.asked[name] = true, now
		go p.ask(name)
	}
	return wasSeen && away < absence
}

func (p *presence) ask(name string) {
	isThere := p.isThere(name)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	delete(p.asking, name)
	if isThere {
		p.seen[name] = time.Now()
	}
}

// sightings are the times at which each was seen last.
func (p *presence) sightings() map[string]time.Time {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return maps.Clone(p.seen)
}

// resolves asks the engine, which knows the containers of a network by their names.
func resolves(name string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), lookupPatience)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupHost(ctx, name+presenceSuffix)
	return err == nil && len(addresses) > 0
}
