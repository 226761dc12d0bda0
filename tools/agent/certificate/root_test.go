package certificate

import (
	"bytes"
	"crypto/x509"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func keepRoot(t *testing.T, directory string, now time.Time) string {
	t.Helper()
	output := bytes.Buffer{}
	if err := KeepRoot(directory, now, &output); err != nil {
		t.Fatal(err)
	}
	return output.String()
}

func load(t *testing.T, directory string) Authority {
	t.Helper()
	authority, err := Load(directory)
	if err != nil {
		t.Fatal(err)
	}
	return authority
}

func trusted(t *testing.T, directory string) []*x509.Certificate {
	t.Helper()
	roots, err := readFile(filepath.Join(directory, authorityFile), Chain)
	if err != nil {
		t.Fatal(err)
	}
	return roots
}

func keysIn(t *testing.T, directory string) []string {
	t.Helper()
	keys, err := filepath.Glob(filepath.Join(directory, keyPattern))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func TestTheAuthorityIsMadeOnceAndItsKeyIsForItsUserAlone(t *testing.T) {
	directory := t.TempDir()
	if said := keepRoot(t, directory, time.Now()); !strings.HasPrefix(said, "made a new authority, notAfter=") {
		t.Errorf("said %q", said)
	}
	first := load(t, directory)
	if said := keepRoot(t, directory, time.Now()); !strings.HasPrefix(said, "the authority is there already, notAfter=") {
		t.Errorf("said %q", said)
	}
	if again := load(t, directory); !again.certificate.Equal(first.certificate) || !again.key.Equal(first.key) {
		t.Error("another authority has taken its place")
	}
	for file, mode := range map[string]os.FileMode{"ca.pem": 0o444, filepath.Base(keysIn(t, directory)[0]): 0o400} {
		status, err := os.Stat(filepath.Join(directory, file))
		if err != nil || status.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", file, status.Mode(), err)
		}
	}
	files, err := os.ReadDir(directory)
	if err != nil || len(files) != 2 {
		t.Errorf("left %v, %v", files, err)
	}
}

func TestHalfAnAuthorityIsNone(t *testing.T) {
	for _, half := range []string{authorityFile, keyPattern} {
		directory := t.TempDir()
		keepRoot(t, directory, time.Now())
		first := load(t, directory)
		missing, err := filepath.Glob(filepath.Join(directory, half))
		if err != nil || len(missing) != 1 {
			t.Fatal(missing, err)
		}
		if err := os.Truncate(missing[0], 0); err != nil && !os.IsPermission(err) {
			t.Fatal(err)
		}
		keepRoot(t, directory, time.Now())
		if again := load(t, directory); again.certificate.Equal(first.certificate) || again.key.Equal(first.key) {
			t.Errorf("without %s the other half stayed", half)
		}
	}
}

func TestARootsFields(t *testing.T) {
	now := time.Now()
	authority, err := newRoot(now)
	if err != nil {
		t.Fatal(err)
	}
	made := authority.certificate
	if !made.IsCA || !made.BasicConstraintsValid || made.MaxPathLen != 1 {
		t.Errorf("constraints: %v, path of %d", made.IsCA, made.MaxPathLen)
	}
	if made.KeyUsage != x509.KeyUsageCertSign|x509.KeyUsageCRLSign {
		t.Errorf("usage: %v", made.KeyUsage)
	}
	if name := made.Subject.String(); !strings.HasPrefix(name, "CN=AppEngine authority ") || !strings.HasSuffix(name, ",O=AppEngine") {
		t.Errorf("subject: %s", name)
	}
	if life := made.NotAfter.Sub(made.NotBefore); life != 3650*day {
		t.Errorf("life: %s", life)
	}
	if made.SignatureAlgorithm != x509.ECDSAWithSHA256 || len(made.SubjectKeyId) != 20 {
		t.Errorf("%s, key %x", made.SignatureAlgorithm, made.SubjectKeyId)
	}
	other, err := newRoot(now)
	if err != nil || other.certificate.Subject.CommonName == made.Subject.CommonName {
		t.Errorf("two authorities of one name, %v", err)
	}
}

func TestTheNextRootIsTrustedLongBeforeItSigns(t *testing.T) {
	directory, made := t.TempDir(), time.Now()
	at := func(life float64) string {
		return keepRoot(t, directory, made.Add(time.Duration(life*float64(rootLife))))
	}
	at(0)
	first := load(t, directory)
	if at(0.66); len(trusted(t, directory)) != 1 {
		t.Error("there is another one too early")
	}
	if said := at(0.67); !strings.HasPrefix(said, "made the next authority, which clients have to trust as well") {
		t.Errorf("said %q", said)
	}
	for _, life := range []float64{0.68, 0.83} {
		said := at(life)
		if roots := trusted(t, directory); len(roots) != 2 || !roots[0].Equal(first.certificate) || !strings.HasPrefix(said, "the authority is there already") {
			t.Errorf("at %v of its life: %d roots, said %q", life, len(roots), said)
		}
	}
	if said := at(0.84); !strings.HasPrefix(said, "the next authority signs from now on") {
		t.Errorf("said %q", said)
	}
	if roots := trusted(t, directory); len(roots) != 2 || roots[0].Equal(first.certificate) || !roots[1].Equal(first.certificate) {
		t.Errorf("%d roots", len(roots))
	}
	// What an interrupted run has left is not taken for a successor.
	if err := saveKey(directory, first.key); err != nil {
		t.Fatal(err)
	}
	if at(0.9); load(t, directory).certificate.Equal(first.certificate) || len(keysIn(t, directory)) != 1 {
		t.Error("the old key is still there, or signs again")
	}
	if at(1); len(trusted(t, directory)) != 1 {
		t.Error("one that has ended is still to be trusted")
	}
}

func TestANextRootThatComesLateIsStillTrustedBeforeItSigns(t *testing.T) {
	directory, made := t.TempDir(), time.Now()
	keepRoot(t, directory, made)
	first := load(t, directory)
	for _, left := range []time.Duration{100 * day, 99 * day, 51 * day} {
		keepRoot(t, directory, made.Add(rootLife-left))
		if !load(t, directory).certificate.Equal(first.certificate) {
			t.Errorf("the next one signs %s before the end", left)
		}
	}
	if keepRoot(t, directory, made.Add(rootLife-50*day)); load(t, directory).certificate.Equal(first.certificate) {
		t.Error("the old one still signs")
	}
}

func TestARotationBeforeItsTimeHasTheSameOverlap(t *testing.T) {
	directory, made := t.TempDir(), time.Now()
	rotate := func(by func(string, time.Time, io.Writer) error, now time.Time) string {
		output := bytes.Buffer{}
		if err := by(directory, now, &output); err != nil {
			t.Fatal(err)
		}
		return output.String()
	}
	keepRoot(t, directory, made)
	first := load(t, directory)
	begun := made.Add(365 * day)
	until := begun.Add(longestOverlap).UTC().Format(time.DateOnly)
	if said := rotate(BeginRotation, begun); !strings.Contains(said, "made the next authority") || !strings.Contains(said, "this one signs until "+until) {
		t.Errorf("said %q", said)
	}
	next := trusted(t, directory)[1]
	if said := rotate(BeginRotation, begun.Add(day)); !strings.HasPrefix(said, "the authority is there already") || len(trusted(t, directory)) != 2 {
		t.Errorf("said %q, %d roots", said, len(trusted(t, directory)))
	}
	if keepRoot(t, directory, begun.Add(longestOverlap-day)); !load(t, directory).certificate.Equal(first.certificate) {
		t.Error("the next one signs too early")
	}
	if keepRoot(t, directory, begun.Add(longestOverlap)); !load(t, directory).certificate.Equal(next) || len(keysIn(t, directory)) != 1 {
		t.Error("the next one does not sign, or the first one could")
	}
	if roots := trusted(t, directory); len(roots) != 2 || !roots[1].Equal(first.certificate) {
		t.Error("the first one is not trusted any more")
	}
}

func TestARotationIsCompletedByHand(t *testing.T) {
	directory, made := t.TempDir(), time.Now()
	output := bytes.Buffer{}
	if err := CompleteRotation(directory, made, &output); !errors.Is(err, ErrNoNextRoot) {
		t.Errorf("without a root: %v", err)
	}
	keepRoot(t, directory, made)
	first := load(t, directory)
	if err := CompleteRotation(directory, made, &output); !errors.Is(err, ErrNoNextRoot) || !load(t, directory).certificate.Equal(first.certificate) {
		t.Errorf("without a next one: %v", err)
	}
	if err := errors.Join(BeginRotation(directory, made.Add(day), &output), CompleteRotation(directory, made.Add(2*day), &output)); err != nil {
		t.Fatal(err)
	}
	if roots := trusted(t, directory); len(roots) != 2 || roots[0].Equal(first.certificate) || !load(t, directory).certificate.Equal(roots[0]) {
		t.Errorf("%d roots, said %s", len(roots), output.String())
	}
	if err := CompleteRotation(directory, made.Add(3*day), &output); !errors.Is(err, ErrNoNextRoot) {
		t.Errorf("a second time: %v", err)
	}
}

// A client takes the roots once a year, and the platform is deployed every other month: it is never turned away, in thirty years with three roots.
func TestNoClientIsTurnedAwayWhileAllIsRenewed(t *testing.T) {
	directory := t.TempDir()
	keeper, _ := newKeeper(t)
	roots, known := map[string]bool{}, []*x509.Certificate{}
	for began, now := time.Now(), time.Now(); now.Before(began.Add(3 * rootLife)); now = now.Add(10 * day) {
		days := int(now.Sub(began) / day)
		if days%60 == 0 {
			keepRoot(t, directory, now)
			deploy(t, keeper, directory, now)
		}
		if _, err := keeper.keep(now); err != nil {
			t.Fatal(err)
		}
		if days%360 == 0 {
			known = trusted(t, directory)
		}
		chain, err := readFile(filepath.Join(keeper.Directory, "name.pem"), Chain)
		if err != nil {
			t.Fatal(err)
		}
		if err := verify(known, chain, now); err != nil {
			t.Fatalf("after %d days: %v", days, err)
		}
		roots[load(t, directory).certificate.Subject.String()] = true
	}
	if len(roots) < 3 {
		t.Errorf("%d roots have signed", len(roots))
	}
}

func TestARootOfOldIsReplacedAndItsKeyIsGone(t *testing.T) {
	directory := t.TempDir()
	key, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	// Without intermediates below it, and a key for every container of the platform.
	template := x509.Certificate{NotAfter: time.Now().Add(rootLife), BasicConstraintsValid: true, IsCA: true, MaxPathLenZero: true}
	old, err := sign(template, &key.PublicKey, Authority{&template, key})
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := EncodeKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string][]byte{"ca.pem": Encode(old.Raw), "ca.key": encoded} {
		if err := os.WriteFile(filepath.Join(directory, file), content, Readable); err != nil {
			t.Fatal(err)
		}
	}
	if said := keepRoot(t, directory, time.Now()); !strings.HasPrefix(said, "made a new authority") {
		t.Errorf("said %q", said)
	}
	if roots := trusted(t, directory); len(roots) != 1 || roots[0].Equal(old) || len(keysIn(t, directory)) != 1 {
		t.Errorf("%d roots, keys %v", len(roots), keysIn(t, directory))
	}
}
