package main

import (
	"errors"
	"fmt"
	"net"
	"syscall"
)

// verdict is how an attack ended. Without a defence nothing stopped it.
type verdict struct {
	defence string
	// what was gained, or the step that was stopped
	what string
}

func succeeded(format string, values ...any) (verdict, error) {
	return verdict{what: fmt.Sprintf(format, values...)}, nil
}

// stopped says that a defence ended the attack; an error that is none of a defence's is the attack's own fault.
func stopped(step string, err error) (verdict, error) {
	defence := defenceOf(err)
	if defence == "" {
		return verdict{}, fmt.Errorf("%s: %w", step, err)
	}
	return verdict{defence, step}, nil
}

// defenceError is a defence that answers with something other than an error number.
type defenceError string

func (e defenceError) Error() string { return string(e) }

const (
	errTimeout   = defenceError("timeout")
	errKilled    = defenceError("SIGKILL")
	errThrottled = defenceError("throttled")
	errNothing   = defenceError("nothing there")
	errSandbox   = defenceError("sandbox")
	errMapped    = defenceError("mapped")
	errRefused   = defenceError("refused")
	errHungUp    = defenceError("hung up")
)

// Ways in which a kernel or a network says no. Others, such as EINVAL, mean that the attack is written wrongly.
var defences = map[syscall.Errno]string{
	syscall.EPERM:           "EPERM",
	syscall.EACCES:          "EACCES",
	syscall.EROFS:           "EROFS",
	syscall.ENOENT:          "ENOENT",
	syscall.ENOSYS:          "ENOSYS",
	syscall.EAFNOSUPPORT:    "EAFNOSUPPORT",
	syscall.EPROTONOSUPPORT: "EPROTONOSUPPORT",
	syscall.EAGAIN:          "EAGAIN",
	syscall.ENOSPC:          "ENOSPC",
	syscall.ETIMEDOUT:       "timeout",
	syscall.ECONNREFUSED:    "ECONNREFUSED",
	syscall.ECONNRESET:      "ECONNRESET",
	syscall.EPIPE:           "EPIPE",
	syscall.EHOSTUNREACH:    "EHOSTUNREACH",
	syscall.ENETUNREACH:     "ENETUNREACH",
}

// defenceOf names the defence behind an error; empty if it is none.
func defenceOf(err error) string {
	var defence defenceError
	if errors.As(err, &defence) {
		return string(defence)
	}
	var number syscall.Errno
	if errors.As(err, &number) {
		return defences[number]
	}
	var network net.Error
	if errors.As(err, &network) && network.Timeout() {
		return string(errTimeout)
	}
	return ""
}

func (v verdict) exitCode() int {
	if v.defence == "" {
		return exitSucceeded
	}
	return exitStopped
}

func (v verdict) String() string {
	if v.defence == "" {
		return "succeeded: " + v.what
	}
	return fmt.Sprintf("stopped: %s, %s", v.defence, v.what)
}
