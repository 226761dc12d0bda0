package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// check is one probe of the container at the addresses that its neighbours know: http when it has a path, otherwise a TCP connect.
type check struct {
	port int
	path string
	// What the app is asked as, and with what besides.
	host    string
	headers http.Header
	// At 127.0.0.1 instead: for a port that is for the container alone.
	onLoopback bool
	// At another container instead, by its name.
	neighbour string
	timeout   time.Duration
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

func (c check) look() error {
	ctx, cancel := context.WithTimeout(context.Background(), c.timeout)
	defer cancel()
	if c.path == "" {
		return c.connect(ctx)
	}
	return c.get(ctx)
}

func (c check) connect(ctx context.Context) error {
	connection, err := c.dial(ctx)
	if err != nil {
		return err
	}
	return connection.Close()
}

func (c check) request(ctx context.Context) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(loopback, strconv.Itoa(c.port))+c.path, nil)
	if err != nil {
		return nil, err
	}
	request.Host = c.host
	request.Header.Set("User-Agent", "appengine-probe")
	maps.Copy(request.Header, c.headers)
	return request, nil
}

func (c check) get(ctx context.Context) error {
	request, err := c.request(ctx)
	if err != nil {
		return err
	}
	// By hand, so that HTTP_PROXY in the app's environment cannot answer for the app, and no redirect is followed: a health path that sends elsewhere says
	// nothing about the app.
	connection, err := c.dial(ctx)
	if err != nil {
		return err
	}
	defer connection.Close()
	if deadline, ok := ctx.Deadline(); ok {
		connection.SetDeadline(deadline)
	}
	response, err := exchange(connection, request)
	if err != nil {
		return err
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return fmt.Errorf("status %d%s, expected 2xx%s", response.StatusCode, target(response), c.remedy(response))
	}
	return nil
}

// exchange sends a request and reads the head of its answer, past what comes before it.
func exchange(connection net.Conn, request *http.Request) (*http.Response, error) {
	request.Close = true
	// An app may answer, and hang up, before it has read all of it.
	refused := request.Write(connection)
	for answer := bufio.NewReader(connection); ; {
		response, err := http.ReadResponse(answer, request)
		if err != nil && refused != nil {
			return nil, refused
		}
		if err != nil || response.StatusCode < 100 || response.StatusCode > 199 {
			return response, err
		}
	}
}

// target names where a redirect leads.
func target(response *http.Response) string {
	location := response.Header.Get("Location")
	if location == "" {
		return ""
	}
	return " to " + strconv.Quote(location)
}

// remedy is for the two answers of an app that is well: it insists on https, or on a host that it knows.
func (c check) remedy(response *http.Response) string {
	switch {
	case strings.HasPrefix(response.Header.Get("Location"), "https://") && c.headers.Get("X-Forwarded-Proto") == "":
		return "; ask as a client of https: HealthCheck.http(path, { headers: { 'X-Forwarded-Proto': 'https' } })"
	case (response.StatusCode == http.StatusBadRequest || response.StatusCode == http.StatusMisdirectedRequest) && c.host == localhost:
		return "; an app that allows only some hosts needs one of them: HealthCheck.http(path, { host: 'shop.example.com' })"
	}
	return ""
}

// reason says in one line, in the words of an operator, why a check failed.
func (c check) reason(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Sprintf("no answer within %s", c.timeout)
	case errors.Is(err, syscall.ECONNREFUSED) && c.neighbour != "":
		return refused
	case errors.Is(err, syscall.ECONNREFUSED):
		return c.describeRefusal()
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed without an answer"
	}
	// Another error's text can quote what the app sent: keep it to one line.
	return strings.Join(strings.Fields(err.Error()), " ")
}
