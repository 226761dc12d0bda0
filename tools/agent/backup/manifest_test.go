package backup

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatChangesMeanwhileIsMoving(t *testing.T) {
	before := Manifest{{Name: "a", Count: 1, Checksum: "x"}, {Name: "b", Count: 2}, {Name: "gone", Count: 3}}
	settled := Settle(before, Manifest{{Name: "a", Count: 1, Checksum: "x"}, {Name: "b", Count: 3}, {Name: "new", Count: 1}})
	moving := ""
	for _, item := range settled {
		if item.Moving {
			moving += item.Name + " "
		}
	}
	if moving != "b new gone " {
		t.Errorf("moving: %s", moving)
	}
}

func TestCompareNamesWhatDiffers(t *testing.T) {
	noted := Manifest{{Name: "a", Count: 1, Checksum: "x"}, {Name: "b", Count: 2, Moving: true}, {Name: "large", Count: -1}, {Name: "c", Count: 5}}
	same := Manifest{{Name: "a", Count: 1, Checksum: "x"}, {Name: "b", Count: 7}, {Name: "large", Count: 9}, {Name: "c", Count: 5}, {Name: "more", Count: 1}}
	if err := noted.Compare(same); err != nil {
		t.Error(err)
	}
	for expected, restored := range map[string]Manifest{
		"a is missing":              same[1:],
		"b is missing":              {same[0], same[2], same[3]},
		"large is missing":          {same[0], same[1], same[3]},
		"a has 0 instead of 1":      {{Name: "a"}, same[1], same[2], same[3]},
		"a has 1 as it should, and": {{Name: "a", Count: 1, Checksum: "y"}, same[1], same[2], same[3]},
	} {
		err := noted.Compare(restored)
		var problem Problem
		if !errors.As(err, &problem) || problem.Kind != ErrDiffers || !strings.Contains(err.Error(), expected) {
			t.Errorf("%s: %v", expected, err)
		}
	}
	// Nothing at all is no restore.
	if noted.Compare(nil) == nil {
		t.Error("an empty restore is taken for a good one")
	}
}
