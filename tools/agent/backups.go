package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"agent/backup"
	"agent/mariadb"
	"agent/postgres"
	"agent/process"
	"agent/valkey"
)

// keeper is of the backups that the container's variables declare. What it tells goes to standard error: standard output has the result.
func keeper() (backup.Keeper, error) {
	config, err := backup.ReadConfig(os.Getenv)
	if err != nil {
		return backup.Keeper{}, err
	}
	dataIn, known := map[string]func(repository string) backup.Data{
		"files": func(repository string) backup.Data { return backup.NewFiles(repository) },
		"mariadb": func(repository string) backup.Data {
			return mariadb.Backups{Restic: backup.NewRestic(repository), Database: config.Name}
		},
		"postgres": func(repository string) backup.Data {
			return postgres.Backups{Repository: repository, Database: config.Name, Output: os.Stderr}
		},
		"valkey": func(repository string) backup.Data { return valkey.Backups{Restic: backup.NewRestic(repository)} },
	}[config.Type]
	if !known {
		return backup.Keeper{}, fmt.Errorf("BACKUP_TYPE=%q is none that can be backed up", config.Type)
	}
	target, err := backup.ReadTarget(os.Getenv)
	if err != nil {
		return backup.Keeper{}, err
	}
	commands, err := backup.ReadCommands(os.Getenv)
	if err != nil {
		return backup.Keeper{}, err
	}
	return backup.NewKeeper(config, dataIn, target, commands, os.Stderr), nil
}

// tell prints the result of a job of the keeper, and ends with the status of its problem.
func tell[Result any](job func(backup.Keeper) (Result, error)) error {
	keeper, err := keeper()
	if err != nil {
		return err
	}
	result, err := job(keeper)
	if err == nil {
		return json.NewEncoder(os.Stdout).Encode(result)
	}
	return ended(err)
}

// ended prints a problem, and has its status.
func ended(err error) error {
	if err == nil {
		return nil
	}
	fmt.Fprintln(os.Stderr, err)
	var problem backup.Problem
	if errors.As(err, &problem) {
		return process.Exit{Status: problem.Status}
	}
	return process.Exit{Status: backup.ErrFailed.Status}
}

func keepBackups([]string) error {
	keeper, err := keeper()
	if err != nil {
		return err
	}
	return keeper.Keep(untilStopped())
}

func runBackup([]string) error {
	return tell(func(keeper backup.Keeper) (backup.Record, error) { return keeper.Run(untilStopped()) })
}

func drillBackup([]string) error {
	return tell(func(keeper backup.Keeper) (backup.Drill, error) { return keeper.Try(untilStopped()) })
}

func fetchBackups([]string) error {
	return tell(func(keeper backup.Keeper) (backup.Fetched, error) { return keeper.Fetch(untilStopped()) })
}

// exportBackup has the statements on standard output, and no result.
func exportBackup([]string) error {
	keeper, err := keeper()
	if err != nil {
		return err
	}
	return ended(keeper.Export(untilStopped(), os.Stdout))
}

func listBackups([]string) error {
	return tell(func(keeper backup.Keeper) (backup.Listing, error) { return keeper.List(), nil })
}

func checkBackups([]string) error {
	keeper, err := keeper()
	if err != nil {
		return err
	}
	return keeper.Ready()
}

// attendBackups runs in a container of the app.
func attendBackups(arguments []string) error {
	attendant, err := backup.ReadAttendant(arguments, os.Stdout)
	if err != nil {
		return argumentError{err}
	}
	return attendant.Attend(untilStopped())
}

func checkAttendant([]string) error {
	return backup.AskAttendant(backup.CommandsDirectory)
}

// passSftp is run by restic, as its way to the target.
func passSftp([]string) error {
	return backup.ServeSftp(untilStopped(), os.Getenv, os.Stdin, os.Stdout)
}

func printKey([]string) error {
	key, err := os.ReadFile(backup.KeyFile)
	if err != nil {
		return err
	}
	_, err = fmt.Println(string(key))
	return err
}

func restoreBackup(arguments []string) error {
	words := append(arguments, "", "")
	return tell(func(keeper backup.Keeper) (backup.Restored, error) {
		return keeper.Restore(untilStopped(), words[0], words[1])
	})
}

func switchBackup([]string) error {
	return tell(func(keeper backup.Keeper) (string, error) { return keeper.Switch() })
}

func switchBack(arguments []string) error {
	return tell(func(keeper backup.Keeper) (string, error) { return arguments[0], keeper.Back(arguments[0]) })
}

func discardBackup([]string) error {
	return tell(func(keeper backup.Keeper) ([]string, error) { return keeper.Discard() })
}
