package binding

import (
	"io"
	"os"
	"strings"
	"testing"
)

func TestGeneratedCredentials(t *testing.T) {
	directory := t.TempDir()
	arguments := strings.Fields("/credentials clickhouse http events 8123 app events")
	if err := generated(directory, arguments, io.Discard); err != nil {
		t.Fatal(err)
	}
	made := read(t, directory, "password")
	if got := read(t, directory, "uri"); got != "http://app:"+made+"@events:8123/events" {
		t.Error(got)
	}
	if files, err := os.ReadDir(directory); err != nil || len(files) != 8 {
		t.Errorf("%v, %v", files, err)
	}
	if err := generated(directory, arguments, io.Discard); err != nil || read(t, directory, "password") != made {
		t.Errorf("another password, %v", err)
	}
	for _, wrong := range []string{"/credentials Click http events 8123 app", "/credentials c h/p events 8123 app", "/credentials c http events 0 app", "/credentials c http events 1 App"} {
		if err := generated(t.TempDir(), strings.Fields(wrong), io.Discard); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestABindingWithoutALogin(t *testing.T) {
	directory := t.TempDir()
	cache := Binding{Type: "memcached", Provider: "memcached", Scheme: "memcacheds", Host: "cache", Port: 11211, Username: "shop-1", Place: "/bindings/cache", IsAnonymous: true}
	if _, err := cache.Write(directory, []byte("authority")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, directory, "uri"); got != "memcacheds://cache:11211" {
		t.Error(got)
	}
	for _, name := range []string{"username", "password"} {
		if _, err := os.Stat(directory + "/" + name); err == nil {
			t.Errorf("there is a %s", name)
		}
	}
}

func TestEntriesOfOneTypeAlone(t *testing.T) {
	directory := t.TempDir()
	files := Binding{
		Type: "s3", Provider: "versitygw", Scheme: "s3", Host: "files", Port: 7070, Username: "shop-1", Database: "files", Place: "/bindings/files", DatabaseFile: "bucket",
		More: func(bound Binding, password string) map[string]string {
			return map[string]string{"secret-access-key": bound.Username + password}
		},
	}
	made, err := files.Write(directory, nil)
	if err != nil || read(t, directory, "bucket") != "files" || read(t, directory, "secret-access-key") != "shop-1"+made {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(directory + "/database"); err == nil {
		t.Error("there is a database as well")
	}
}
