package certificate

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Volumes of installations from before the agent have what openssl made.
const madeByOpenssl = `
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ca.key
openssl req -new -x509 -key ca.key -out ca.pem -days 3650 -sha256 -subj "/O=AppEngine/CN=AppEngine authority 0a1b2c3d" \
	-addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign
cat >extensions <<END
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
subjectAltName=critical,DNS:buy.test,DNS:shop.test
END
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem
openssl req -new -key key.pem -subj / -out request.pem
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -set_serial 0xf0000000000000000000000000000001 -days 90 -sha256 \
	-extfile extensions -out certificate.pem
cat certificate.pem key.pem >name.pem
`

func TestWhatOpensslMadeIsKept(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not on PATH")
	}
	directory := t.TempDir()
	command := exec.Command("sh", "-euc", madeByOpenssl)
	command.Dir = directory
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	if said := createAuthority(t, directory); !strings.HasPrefix(said, "the authority is there already, notAfter=") {
		t.Errorf("said %q", said)
	}
	keeper, output := newKeeper(t)
	keeper.Authority, keeper.Directory = directory, directory
	if err := keeper.Keep(time.Now()); err != nil || issued(output) != 0 {
		t.Errorf("issued another one: %v, %s", err, output)
	}
	if err := keeper.Keep(time.Now().Add(61 * day)); err != nil || issued(output) != 1 {
		t.Fatalf("not renewed: %v, %s", err, output)
	}
	// And openssl, by which clients judge, takes what is made now.
	verify := exec.Command("openssl", "verify", "-purpose", "sslserver", "-verify_hostname", "shop.test", "-attime", fmt.Sprint(time.Now().Add(62*day).Unix()), "-CAfile", "ca.pem", "name.pem")
	verify.Dir = directory
	if said, err := verify.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, said)
	}
	if _, err := os.Stat(filepath.Join(directory, ".name.pem")); err == nil {
		t.Error("left a hidden file")
	}
}
