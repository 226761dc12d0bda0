// Package objectstorage runs versitygw, a server that speaks the protocol of S3, by TLS alone, for the users that are declared.
package objectstorage

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"agent/binding"
	"agent/process"
)

const (
	volume = "/data"
	port   = 7070
	region = "us-east-1"
)

var (
	objects = filepath.Join(volume, "objects")
	// Beside the objects, because not every file system keeps attributes of files.
	metadata     = filepath.Join(volume, "metadata")
	tlsDirectory = filepath.Join(volume, "tls")
)

// Run starts the server, and keeps its users and buckets as they are declared. It ends as the server does.
func Run(host string, arguments []string) error {
	signals := process.Signals()
	if len(arguments) < 2 {
		return errors.New("it needs HOST PARTITION MEMORY [OPTION...]")
	}
	partition, err := binding.ParsePartition(host, arguments[0])
	if err != nil {
		return err
	}
	for _, directory := range []string{objects, metadata, accountsDirectory} {
		if err := os.MkdirAll(directory, 0o700); err != nil {
			return err
		}
	}
	authority := binding.Authority{Directory: tlsDirectory, Public: binding.AuthorityFile, Host: host, Output: os.Stdout}
	if err := authority.Keep(time.Now()); err != nil {
		return err
	}
	operator, err := binding.NewOperator(host, "")
	if err != nil {
		return err
	}
	// Apps go on as soon as it answers.
	users, err := binding.Users(binding.Declared, binding.Verifiers)
	if err != nil {
		return err
	}
	if err := writeAccounts(users); err != nil {
		return err
	}
	server := exec.Command("versitygw", serverOptions(authority, arguments[2:])...)
	server.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+operator.Name, "ROOT_SECRET_KEY="+operator.Password, "GOMEMLIMIT="+arguments[1]+"MiB")
	if err := process.Start(server); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go binding.KeepUsers(ctx, func(users map[string]string) error { return change(operator, partition, users) })
	go authority.Renew(ctx, func() error { return server.Process.Signal(syscall.SIGHUP) })
	return process.Supervise(server, signals)
}

func serverOptions(authority binding.Authority, options []string) []string {
	own := []string{
		"--port", fmt.Sprintf(":%d", port), "--region", region, "--cert", authority.Bundle(), "--key", authority.Bundle(),
		// A user that is gone is shut out at once.
		"--iam-dir", accountsDirectory, "--iam-cache-disable", "--quiet",
	}
	return slices.Concat(own, options, []string{
		"posix", "--sidecar", metadata, "--dir-perms", "0700", "--file-perms", "0600", objects,
	})
}

// Check asks the server for an answer to a request of a user.
func Check() error {
	operator, err := binding.CurrentOperator()
	if err != nil {
		return err
	}
	server, err := operating(operator)
	if err != nil {
		return err
	}
	return server.send(http.MethodGet, "/", "", nil, http.StatusOK)
}
