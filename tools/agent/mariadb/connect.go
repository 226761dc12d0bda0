package mariadb

import (
	"os"
	"os/exec"
	"syscall"
)

// Connect becomes the server's client, as its superuser: only who may run a program in the container gets there.
func Connect(database string, words []string) error {
	client, err := exec.LookPath("mariadb")
	if err != nil {
		return err
	}
	arguments := append([]string{"mariadb"}, clientOptions(append([]string{"--database=" + database}, words...)...)...)
	// It keeps its history in a home that can be written.
	return syscall.Exec(client, arguments, append(os.Environ(), "MARIADB_HISTFILE=/tmp/.mariadb_history"))
}
