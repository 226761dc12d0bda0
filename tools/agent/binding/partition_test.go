package binding

import (
	"reflect"
	"testing"
)

func TestPartition(t *testing.T) {
	users := map[string]string{"shop-1": "", "shop-2": "", "web-desk-1": ""}
	shared, err := ParsePartition("files", "shared")
	if err != nil || shared.Of("shop-1") != "files" {
		t.Errorf("%s, %v", shared.Of("shop-1"), err)
	}
	if got := shared.Split(users); !reflect.DeepEqual(got, map[string][]string{"files": {"shop-1", "shop-2", "web-desk-1"}}) {
		t.Errorf("%v", got)
	}
	// It is there before any app uses it.
	if got := shared.Split(nil); !reflect.DeepEqual(got, map[string][]string{"files": {}}) {
		t.Errorf("%v", got)
	}
	perApp, err := ParsePartition("files", "per-app")
	if err != nil {
		t.Fatal(err)
	}
	// Both slots of one app are in one part.
	if got := perApp.Split(users); !reflect.DeepEqual(got, map[string][]string{"files-shop": {"shop-1", "shop-2"}, "files-web-desk": {"web-desk-1"}}) {
		t.Errorf("%v", got)
	}
	if _, err := ParsePartition("files", "mine"); err == nil {
		t.Error("another partition is taken")
	}
}
