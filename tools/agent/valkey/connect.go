package valkey

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	"agent/binding"
	"agent/certificate"
	"agent/process"
)

// Of the agent's own user, for those who run a program in the container.
const operatorFile = "/tmp/operator"

func keepPassword(password string) error {
	return certificate.Replace(operatorFile, []byte(password), 0o600)
}

// Connect runs the server's client as a user with every right, who is there for as long as the client is.
func Connect(words []string) error {
	operating, err := os.ReadFile(operatorFile)
	if err != nil {
		return err
	}
	name, password := "console-"+strings.ToLower(rand.Text()[:8]), binding.NewPassword()
	if err := command(string(operating), fmt.Sprintf("ACL SETUSER %s on #%s ~* &* +@all", name, binding.Digest(password))); err != nil {
		return err
	}
	client := exec.Command("valkey-cli", append([]string{"-s", socket, "--user", name, "--no-auth-warning"}, words...)...)
	client.Stdin = os.Stdin
	client.Env = append(os.Environ(), "REDISCLI_AUTH="+password, "REDISCLI_HISTFILE=/tmp/.valkey_history")
	signals := process.Signals()
	if err = process.Start(client); err == nil {
		err = process.Supervise(client, signals)
	}
	return errors.Join(err, command(string(operating), "ACL DELUSER "+name))
}
