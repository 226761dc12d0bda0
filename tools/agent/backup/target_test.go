package backup

import (
	"crypto/x509/pkix"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agent/certificate"
)

// s3Server is a server of S3 on this machine, by TLS of an authority of its own.
type s3Server struct {
	address, authority, objects string
	server                      *exec.Cmd
}

const (
	accessKey = "keeper"
	secretKey = "a-key-of-the-store-alone"
	bucket    = "backups"
)

func startStore(t *testing.T) *s3Server {
	t.Helper()
	for _, program := range []string{"restic", "versitygw"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	root := t.TempDir()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	made := &s3Server{address: listener.Addr().String(), authority: filepath.Join(root, "store.pem"), objects: filepath.Join(root, "objects")}
	listener.Close()
	bundle, err := certificate.SelfSigned(pkix.Name{CommonName: "store"}, []string{"localhost"}, time.Hour, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(made.authority, bundle, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, directory := range []string{filepath.Join(made.objects, bucket), filepath.Join(root, "metadata")} {
		if err := os.MkdirAll(directory, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	made.server = exec.Command("versitygw", "--port", made.address, "--cert", made.authority, "--key", made.authority,
		"posix", "--sidecar", filepath.Join(root, "metadata"), made.objects)
	made.server.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+accessKey, "ROOT_SECRET_KEY="+secretKey)
	if err := made.server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(made.stop)
	for range 100 {
		if connection, err := net.Dial("tcp", made.address); err == nil {
			connection.Close()
			return made
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the store does not start")
	return nil
}

// host is the name of its certificate, and its port.
func (s *s3Server) host() string { return strings.Replace(s.address, "127.0.0.1", "localhost", 1) }

func (s *s3Server) stop() {
	_ = s.server.Process.Kill()
	_ = s.server.Wait()
}

// withTarget is an installation whose backups are copied to the store.
func (s *s3Server) withTarget(t *testing.T, secret string) *installation {
	t.Helper()
	i := installed(t)
	directory := t.TempDir()
	for name, value := range map[string]string{"access-key/value": accessKey, "secret-key/value": secret + "\n", "authority/authority.pem": i.read(t, s.authority)} {
		file := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		i.write(t, file, value)
	}
	target, err := newS3Target("s3:https://"+s.host()+"/"+bucket+"/hosts/orders", "us-east-1", directory, i.KeyFile, filepath.Join(i.Scratch, "tmp"))
	if err != nil {
		t.Fatal(err)
	}
	i.Target = target
	return i
}

func (i *installation) loseRepository(t *testing.T) {
	t.Helper()
	if err := empty(i.Repository); err != nil {
		t.Fatal(err)
	}
}

func TestALostRepositoryComesBackFromTheTarget(t *testing.T) {
	i := startStore(t).withTarget(t, secretKey)
	i.backUp(t)
	last := i.backUp(t)
	if listing := i.List(); listing.Copy == nil || listing.Copy.Backup != last.Id || listing.Copy.Stored == 0 || len(listing.Problems) != 0 {
		t.Errorf("%+v", listing)
	}
	if drill, err := i.Try(t.Context()); err != nil || drill.Copy != last.Id {
		t.Errorf("%+v, %v", drill, err)
	}

	// Another host with the same key: what it has begun itself stays.
	i.loseRepository(t)
	i.write(t, i.file(), "of the new host")
	i.now = i.now.Add(time.Hour)
	_, err := i.Run(t.Context())
	expectKind(t, err, ErrTarget)
	if problems := strings.Join(i.List().Problems, ""); !strings.Contains(problems, "copies of another repository") {
		t.Errorf("problems: %s", problems)
	}
	fetched, err := i.Fetch(t.Context())
	if err != nil || fetched.Backups != 2 || fetched.Last != last.Id || fetched.Aside == "" {
		t.Fatalf("%+v, %v", fetched, err)
	}
	if i.now = i.now.Add(48 * time.Hour); i.isDue() || i.isCopyDue() {
		t.Error("a backup of the empty service would be the last one")
	}
	if problems := strings.Join(i.List().Problems, ""); !strings.Contains(problems, "waits to be restored") {
		t.Errorf("problems: %s", problems)
	}
	if _, err := i.Keeper.Restore(t.Context(), "", ""); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Switch(); err != nil || i.read(t, i.file()) != "one" || !i.isDue() {
		t.Errorf("%q, %v", i.read(t, i.file()), err)
	}
	i.backUp(t)
	listing := i.List()
	if len(listing.KeptBackups) != 1 || listing.Copy.Outcome != Succeeded {
		t.Errorf("%+v", listing)
	}
	if gone, err := i.Discard(); err != nil || len(gone) != 2 || len(i.List().KeptBackups) != 0 {
		t.Errorf("%v, %v", gone, err)
	}
}

func TestWhoeverFetchesTakesTheTargetOver(t *testing.T) {
	store := startStore(t)
	old, next := store.withTarget(t, secretKey), store.withTarget(t, secretKey)
	old.backUp(t)
	if _, err := next.Fetch(t.Context()); err != nil {
		t.Fatal(err)
	}
	next.backUp(t)
	old.now = old.now.Add(2 * time.Hour)
	_, err := old.Run(t.Context())
	expectKind(t, err, ErrTarget)
}

func TestTheTargetSeesNothingInClear(t *testing.T) {
	store := startStore(t)
	i := store.withTarget(t, secretKey)
	i.write(t, i.file(), "a value that no clear part has")
	i.backUp(t)
	looked := 0
	err := filepath.WalkDir(store.objects, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		looked++
		for _, clear := range []string{"a value that no clear part has", "notes", "a key", secretKey} {
			if strings.Contains(i.read(t, path), clear) {
				return fmt.Errorf("%s has %q in clear", path, clear)
			}
		}
		return nil
	})
	if err != nil || looked < 4 {
		t.Errorf("%d files: %v", looked, err)
	}
}

func TestAtTheTargetNoMoreCopiesStayThanAsked(t *testing.T) {
	i := startStore(t).withTarget(t, secretKey)
	for range i.Config.Keep + 1 {
		i.backUp(t)
	}
	if snapshots, err := i.Target.Snapshots(t.Context()); err != nil || len(snapshots) != i.Config.Keep {
		t.Errorf("%d, %v", len(snapshots), err)
	}
}

func TestBackupsGoOnWithoutTheTarget(t *testing.T) {
	store := startStore(t)
	i := store.withTarget(t, secretKey)
	first := i.backUp(t)
	store.stop()
	i.now = i.now.Add(time.Hour)
	second, err := i.Run(t.Context())
	expectKind(t, err, ErrTarget)
	listing := i.List()
	if second.Outcome != Succeeded || len(listing.Backups) != 2 || listing.Copy.Outcome != Failed || listing.Copy.Backup != first.Id {
		t.Errorf("%+v", listing)
	}
	if problems := strings.Join(listing.Problems, ""); !strings.Contains(problems, "the target is not reached") || !strings.Contains(problems, "its last one is of 2026-11-29T04:15:00Z") {
		t.Errorf("problems: %s", problems)
	}
	if i.isCopyDue() {
		t.Error("it was just tried")
	}
	if i.now = i.now.Add(retryAfter); !i.isCopyDue() {
		t.Error("it is tried again")
	}
	_, err = i.Try(t.Context())
	expectKind(t, err, ErrTarget)
}

func TestADamagedCopyFailsTheDrill(t *testing.T) {
	store := startStore(t)
	i := store.withTarget(t, secretKey)
	i.backUp(t)
	packs, _ := filepath.Glob(filepath.Join(store.objects, bucket, "hosts/orders/data/*/*"))
	for _, pack := range packs {
		content := []byte(i.read(t, pack))
		content[len(content)/4] ^= 0xff
		i.write(t, pack, string(content))
	}
	if _, err := i.Try(t.Context()); err == nil || len(packs) == 0 {
		t.Errorf("%d packs: %v", len(packs), err)
	}
	if problems := strings.Join(i.List().Problems, ""); !strings.Contains(problems, "the drill of") {
		t.Errorf("problems: %s", problems)
	}
}

func TestWhatTheTargetRefusesHasItsName(t *testing.T) {
	store := startStore(t)
	store.withTarget(t, secretKey).backUp(t)
	i := store.withTarget(t, secretKey)
	i.write(t, i.KeyFile, "another key")
	_, err := i.Run(t.Context())
	expectKind(t, err, ErrKey)
	_, err = i.Fetch(t.Context())
	expectKind(t, err, ErrKey)

	i = store.withTarget(t, "another secret")
	_, err = i.Run(t.Context())
	expectKind(t, err, ErrTarget)
	if strings.Contains(err.Error(), "another secret") {
		t.Errorf("%v", err)
	}
}

func TestAnUnknownAuthorityIsNotTrusted(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := certificate.SelfSigned(pkix.Name{CommonName: "store"}, []string{"localhost"}, time.Hour, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	file := filepath.Join(directory, "store.pem")
	if err := os.WriteFile(file, bundle, 0o600); err != nil {
		t.Fatal(err)
	}
	asked := false
	server := http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true })}
	go func() { _ = server.ServeTLS(listener, file, file) }()
	t.Cleanup(func() { server.Close() })
	for _, name := range []string{"access-key", "secret-key"} {
		if err := os.MkdirAll(filepath.Join(directory, name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(directory, name, "value"), []byte("a"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	target, err := newS3Target("s3:https://"+strings.Replace(listener.Addr().String(), "127.0.0.1", "localhost", 1)+"/backups", "", directory, file, directory)
	if err != nil {
		t.Fatal(err)
	}
	_, err = target.known(t.Context())
	expectKind(t, err, ErrTarget)
	if !strings.Contains(err.Error(), "certificate") || asked {
		t.Errorf("%v", err)
	}
}

func TestATargetIsReadOrNone(t *testing.T) {
	if target, err := ReadTarget(func(string) string { return "" }); target != nil || err != nil {
		t.Errorf("%v, %v", target, err)
	}
	for _, wrong := range []string{"/repository", "s3:", "s3:ftp://host/bucket", "https://host/bucket", "s3:https:///bucket"} {
		if _, err := newS3Target(wrong, "", t.TempDir(), "", t.TempDir()); err == nil || !strings.Contains(err.Error(), "BACKUP_TARGET") {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}
