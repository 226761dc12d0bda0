package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// check is one probe of the container's own loopback: http when it has a path, otherwise a TCP connect.
type check struct {
	port    int
	path    string
	timeout time.Duration
	// Between two looks, and the longest time to go on looking.
	every, longest time.Duration
	// A container younger than this is watched for shorter.
	young time.Duration
	// The file that says that the last run ended with a failure.
	note string
}

func (c check) String() string {
	if c.path == "" {
		return fmt.Sprintf("connect to port %d", c.port)
	}
	return fmt.Sprintf("GET %s on port %d", c.path, c.port)
}

func (c check) address() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port))
}

func (c check) look() error {
	ctx, cancel := context.WithTimeout(context.Background(), c.timeout)
	defer cancel()
	if c.path == "" {
		return c.connect(ctx)
	}
	return c.get(ctx)
}

func (c check) connect(ctx context.Context) error {
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", c.address())
	if err != nil {
		return err
	}
	return connection.Close()
}

func (c check) request(ctx context.Context) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.address()+c.path, nil)
	if err != nil {
		return nil, err
	}
	// Apps that allow only known host names know this one.
	request.Host = "localhost"
	request.Header.Set("User-Agent", "appengine-probe")
	return request, nil
}

func (c check) get(ctx context.Context) error {
	request, err := c.request(ctx)
	if err != nil {
		return err
	}
	// A transport of its own, so that HTTP_PROXY in the app's environment cannot answer for the app, and without its
	// redirect handling: a health path that sends elsewhere says nothing about the app.
	transport := &http.Transport{DisableKeepAlives: true}
	response, err := transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return fmt.Errorf("status %d, expected 2xx", response.StatusCode)
	}
	return nil
}

// reason says in one line, in the words of an operator, why a check failed.
func reason(err error, timeout time.Duration) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Sprintf("no answer within %s", timeout)
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed without an answer"
	}
	// Another error's text can quote what the app sent: keep it to one line.
	return strings.Join(strings.Fields(err.Error()), " ")
}
