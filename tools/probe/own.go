package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"syscall"
)

// own is a volume that is given to a user.
type own struct {
	uid, gid  int
	directory string
}

func parseOwn(args []string) (own, error) {
	parsed := own{}
	flags := flag.NewFlagSet("own", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&parsed.uid, "user", -1, "")
	flags.IntVar(&parsed.gid, "group", -1, "")
	if err := flags.Parse(args); err != nil {
		return own{}, err
	}
	switch {
	case flags.NArg() != 1:
		return own{}, fmt.Errorf("%d directories are named, and one is needed", flags.NArg())
	case parsed.uid < 0 || parsed.uid > math.MaxInt32:
		return own{}, errors.New("--user is not a number from 0 to 2147483647")
	case parsed.gid < -1 || parsed.gid > math.MaxInt32:
		return own{}, errors.New("--group is not a number from 0 to 2147483647")
	}
	parsed.directory = flags.Arg(0)
	return parsed, nil
}

// apply gives the directory and all below it to the user. The directory itself comes last: as long as it is not the user's, another run does it all again,
// and where it is, nothing has to be looked at. Links are given and not followed, and what is mounted below stays as it is.
func (o own) apply() error {
	root, err := os.OpenRoot(o.directory)
	if err != nil {
		return err
	}
	defer root.Close()
	top, err := root.Lstat(".")
	if err != nil {
		return err
	}
	if o.has(top) {
		return nil
	}
	err = fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case path == ".":
			return nil
		}
		return o.give(root, path, top)
	})
	if err != nil {
		return err
	}
	return root.Lchown(".", o.uid, o.gid)
}

// give skips what was removed meanwhile, and all of another file system.
func (o own) give(root *os.Root, path string, top fs.FileInfo) error {
	info, err := root.Lstat(path)
	if err == nil && device(info) != device(top) {
		if info.IsDir() {
			return fs.SkipDir
		}
		return nil
	}
	if err == nil && !o.has(info) {
		err = root.Lchown(path, o.uid, o.gid)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func (o own) has(info fs.FileInfo) bool {
	stat := info.Sys().(*syscall.Stat_t)
	return int(stat.Uid) == o.uid && (o.gid == -1 || int(stat.Gid) == o.gid)
}

func device(info fs.FileInfo) uint64 {
	return info.Sys().(*syscall.Stat_t).Dev
}
