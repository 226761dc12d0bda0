package backup

import (
	"fmt"
	"slices"
	"strings"
)

// Item is one thing that can be counted: a table, the keys of a store, the files of a volume.
type Item struct {
	Name string `json:"name"`
	// Count of its rows, keys or files; -1 where to count them would have taken too long.
	Count int64 `json:"count"`
	// Checksum of its content, in any order; empty where there is none.
	Checksum string `json:"checksum,omitempty"`
	// Moving is true for what changed while the backup was made: that it is there is all that can be asked of a restore.
	Moving bool `json:"moving,omitempty"`
}

// Manifest is what data has in it.
type Manifest []Item

// Count is the sum of all that was counted.
func (m Manifest) Count() int64 {
	sum := int64(0)
	for _, item := range m {
		sum += max(0, item.Count)
	}
	return sum
}

// Settle compares what was there before and after: what differs was moving.
func Settle(before, after Manifest) Manifest {
	settled := slices.Clone(after)
	for index, item := range settled {
		at := slices.IndexFunc(before, func(other Item) bool { return other == item })
		settled[index].Moving = at < 0
	}
	for _, item := range before {
		if !slices.ContainsFunc(after, func(other Item) bool { return other.Name == item.Name }) {
			item.Moving = true
			settled = append(settled, item)
		}
	}
	return settled
}

const namedDifferences = 5

// Compare is an error that names what differs in what was restored.
func (m Manifest) Compare(restored Manifest) error {
	var differences []string
	for _, expected := range m {
		at := slices.IndexFunc(restored, func(item Item) bool { return item.Name == expected.Name })
		switch {
		case expected.Moving && (at >= 0 || expected.Count <= 0):
		case at < 0:
			differences = append(differences, expected.Name+" is missing")
		case expected.Moving:
		case expected.Count >= 0 && restored[at].Count >= 0 && restored[at].Count != expected.Count:
			differences = append(differences, fmt.Sprintf("%s has %d instead of %d", expected.Name, restored[at].Count, expected.Count))
		case expected.Checksum != "" && restored[at].Checksum != "" && restored[at].Checksum != expected.Checksum:
			differences = append(differences, fmt.Sprintf("%s has %d as it should, and other content", expected.Name, expected.Count))
		}
	}
	if len(differences) == 0 {
		return nil
	}
	if more := len(differences) - namedDifferences; more > 0 {
		differences = append(differences[:namedDifferences], fmt.Sprintf("and %d more", more))
	}
	return Problemf(ErrDiffers, "what was restored is not what was backed up: %s", strings.Join(differences, "; "))
}
