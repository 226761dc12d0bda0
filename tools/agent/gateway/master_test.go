package gateway

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// haproxy answers on a master socket.
type haproxy struct {
	master
	lock     sync.Mutex
	commands []string
}

func serve(t *testing.T, answer func(command string, asked int) string) *haproxy {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "master.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	served := &haproxy{master: master{socket}}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			// As HAProxy does: a connection ends when nobody can ask any more.
			command, _ := io.ReadAll(connection)
			fmt.Fprint(connection, answer(served.note(string(command))))
			connection.Close()
		}
	}()
	return served
}

func (h *haproxy) note(command string) (string, int) {
	h.lock.Lock()
	defer h.lock.Unlock()
	h.commands = append(h.commands, command)
	asked := 0
	for _, earlier := range h.commands {
		if earlier == command {
			asked++
		}
	}
	return command, asked
}

const (
	loaded = "Success=1\n--\n[NOTICE]   (1) : New worker (42) forked\n"
	alone  = "#<PID>          <type>          <reloads>       <uptime>        <version>\n1               master          1 [failed: 0]   0d00h00m10s     3.0.11\n# workers\n42              worker          0               0d00h00m00s     3.0.11\n# programs\n\n"
	oneOld = "1 master 1\n# workers\n42 worker 0\n# old workers\n40 worker 1\n# programs\n\n"
)

func TestReloadWaitsForOldWorkers(t *testing.T) {
	served := serve(t, func(command string, asked int) string {
		switch {
		case command == "reload\n":
			return loaded
		case asked < 2:
			return oneOld
		default:
			return alone
		}
	})
	output := bytes.Buffer{}
	if err := served.reload(Request{Patience: time.Minute}, &output); err != nil {
		t.Error(err)
	}
	if got := output.String(); got != "[NOTICE]   (1) : New worker (42) forked\n" {
		t.Errorf("said %q", got)
	}
	if !slices.Equal(served.commands, []string{"reload\n", "show proc\n", "show proc\n"}) {
		t.Errorf("asked %q", served.commands)
	}
}

func TestReloadDoesNotWaitForEver(t *testing.T) {
	served := serve(t, func(command string, _ int) string {
		if command == "reload\n" {
			return "Success=1\n--\n"
		}
		return oneOld
	})
	output := bytes.Buffer{}
	if err := served.reload(Request{}, &output); err != nil || !strings.Contains(output.String(), "end at hard-stop-after") {
		t.Errorf("%v, said %q", err, output.String())
	}
}

func TestARefusedConfigurationIsAnError(t *testing.T) {
	served := serve(t, func(string, int) string {
		return "Success=0\n--\n[ALERT]    (1) : config : bad\n[ALERT]    (1) : worse\n"
	})
	output := bytes.Buffer{}
	err := served.reload(Request{Patience: time.Minute}, &output)
	if err == nil || !strings.Contains(err.Error(), "the old one keeps serving") || len(served.commands) != 1 {
		t.Errorf("%v after %q", err, served.commands)
	}
	if got := output.String(); got != "[ALERT]    (1) : config : bad\n[ALERT]    (1) : worse\n" {
		t.Errorf("said %q", got)
	}
}

func TestWithoutHAProxyNothingIsReloaded(t *testing.T) {
	var failure *net.OpError
	if err := (master{filepath.Join(t.TempDir(), "none")}).reload(Request{Patience: time.Minute}, &bytes.Buffer{}); !errors.As(err, &failure) {
		t.Errorf("got %v", err)
	}
}

func TestServersAreAskedForUntilTheyAreThere(t *testing.T) {
	const state = "1\n# be_id be_name srv_id\n3 shop 1\n"
	served := serve(t, func(_ string, asked int) string {
		if asked < 3 {
			return "\n"
		}
		return state + "\n"
	})
	output := bytes.Buffer{}
	if err := served.print(serversState, &output); err != nil || output.String() != state {
		t.Errorf("%v, printed %q", err, output.String())
	}
	if !slices.Equal(served.commands, slices.Repeat([]string{"@1 show servers state\n"}, 3)) {
		t.Errorf("asked %q", served.commands)
	}
}

func TestTrafficIsThatOfTheCurrentWorker(t *testing.T) {
	const traffic = "# pxname,svname,stot\nshop,shop-1,7\n"
	served := serve(t, func(string, int) string { return traffic + "\n" })
	output := bytes.Buffer{}
	if err := served.print(serversTraffic, &output); err != nil || output.String() != traffic {
		t.Errorf("%v, printed %q", err, output.String())
	}
	if !slices.Equal(served.commands, []string{"@1 show stat -1 4 -1\n"}) {
		t.Errorf("asked %q", served.commands)
	}
}

func TestParseReload(t *testing.T) {
	for answer, expected := range map[string]reloadAnswer{
		"Success=1\n--\n":            {true, ""},
		"Success=1\n":                {true, ""},
		"Success=1":                  {true, ""},
		"Success=1\n--\nfirst\n\n":   {true, "first"},
		"Success=0\n--\nfirst\nmore": {false, "first\nmore"},
		"Unknown command\n":          {false, ""},
		"":                           {false, ""},
		"\nSuccess=1\n":              {false, ""},
	} {
		if got := parseReload(answer); got != expected {
			t.Errorf("%q: got %+v", answer, got)
		}
	}
}

func TestCountOldWorkers(t *testing.T) {
	for answer, expected := range map[string]int{
		alone:                          0,
		oneOld:                         1,
		"# old workers\n1 a\n2 b\n3 c": 3,
		"# old workers\n\n1 a\n# programs\n2 b\n": 1,
		"": 0,
	} {
		if got := countOldWorkers(answer); got != expected {
			t.Errorf("%q: counted %d", answer, got)
		}
	}
}

// A worker more below the heading is one more, whatever else is there.
func FuzzCountOldWorkers(f *testing.F) {
	f.Add(oneOld)
	f.Fuzz(func(t *testing.T, answer string) {
		before := countOldWorkers(answer)
		if after := countOldWorkers(answer + "\n# old workers\n7 worker\n"); after != before+1 {
			t.Errorf("%q: %d, then %d", answer, before, after)
		}
		parseReload(answer)
	})
}

const servers = "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_check_status srv_check_result\n"

// A new server is up before it has been asked, and counts when it has answered.
func TestReloadWaitsUntilNewServersHaveAnswered(t *testing.T) {
	served := serve(t, func(command string, asked int) string {
		switch {
		case command == "reload\n":
			return loaded
		case command == "show proc\n":
			return alone
		case asked < 2:
			return servers + "3 shop 1 shop-1 10.0.0.2 2 0 1 0\n4 api 1 api-1 10.0.0.3 0 0 8 2\n"
		default:
			return servers + "3 shop 1 shop-1 10.0.0.2 2 0 6 3\n4 api 1 api-1 10.0.0.3 0 0 8 2\n"
		}
	})
	if err := served.reload(Request{Patience: time.Minute, Backend: "shop"}, &bytes.Buffer{}); err != nil {
		t.Error(err)
	}
	asked := []string{"reload\n", "@1 show servers state\n", "@1 show servers state\n", "show proc\n"}
	if !slices.Equal(served.commands, asked) {
		t.Errorf("asked %q", served.commands)
	}
}

func TestAServerThatIsNotReachedIsAnError(t *testing.T) {
	served := serve(t, func(string, int) string {
		return servers + "3 shop 1 shop-1 10.0.0.2 2 0 6 3\n3 shop 2 shop-2 10.0.0.3 0 0 8 2\n"
	})
	if err := served.awaitServers("shop", 0); err == nil || !strings.HasPrefix(err.Error(), "HAProxy does not reach shop-2 of shop;") {
		t.Errorf("got %v", err)
	}
}

func TestUnseenServers(t *testing.T) {
	for line, expected := range map[string][]string{
		"3 shop 1 a 10.0.0.2 2 0 6 3": nil,
		"3 shop 1 a 10.0.0.2 1 0 6 3": nil,
		"3 shop 1 a 10.0.0.2 2 0 6 4": nil,
		"3 shop 1 a 10.0.0.2 2 0 1 0": {"a"},
		"3 shop 1 a 10.0.0.2 2 0 6 2": {"a"},
		"3 shop 1 a 10.0.0.2 0 0 6 3": {"a"},
		"3 shop 1 a":                  {"a"},
		"3 api 1 a 10.0.0.2 0 0 6 2":  nil,
		"":                            nil,
	} {
		if got := unseenServers(servers+line+"\n", "shop"); !slices.Equal(got, expected) {
			t.Errorf("%q: got %v", line, got)
		}
	}
}

func TestParseRequest(t *testing.T) {
	for argument, expected := range map[string]Request{
		"":         {30 * time.Second, ""},
		"0":        {0, ""},
		"240":      {240 * time.Second, ""},
		"240 shop": {240 * time.Second, "shop"},
	} {
		if got, err := ParseRequest(strings.Fields(argument)); err != nil || got != expected {
			t.Errorf("%q: %v, %v", argument, got, err)
		}
	}
	for _, argument := range []string{"soon", "-1", "1.5", "1 shop more", "65536"} {
		if got, err := ParseRequest(strings.Fields(argument)); err == nil {
			t.Errorf("%q: %v", argument, got)
		}
	}
}
