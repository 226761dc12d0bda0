package postgres

import (
	"os"
	"os/exec"
	"syscall"
)

// Connect becomes the server's client, as its superuser: only who may run a program in the container gets there.
func Connect(database string, words []string) error {
	client, err := exec.LookPath("psql")
	if err != nil {
		return err
	}
	arguments := append([]string{"psql", "--host", sockets, "--username", superuser, "--dbname", database}, words...)
	// It keeps its history in a home that can be written.
	return syscall.Exec(client, arguments, append(os.Environ(), "PSQL_HISTORY=/tmp/.psql_history"))
}
