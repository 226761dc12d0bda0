package memcached

import (
	"bufio"
	"net"
	"strings"
	"testing"
)

func TestTalk(t *testing.T) {
	for answer, isGood := range map[string]bool{"VERSION 1.6.38": true, "ERROR": false} {
		client, server := net.Pipe()
		go func() {
			line, _ := bufio.NewReader(server).ReadString('\n')
			if line == "version\r\n" {
				_, _ = server.Write([]byte(answer + "\r\n"))
			}
		}()
		if err := talk(client, "version", "VERSION "); (err == nil) != isGood {
			t.Errorf("%s: %v", answer, err)
		}
		client.Close()
		server.Close()
	}
}

func TestABindingHasNoLogin(t *testing.T) {
	bound := Kind.Binding
	bound.Host, bound.Port = "cache", port
	if got := bound.URI(""); got != "memcacheds://cache:11211" || !bound.IsAnonymous || strings.Contains(got, "@") {
		t.Error(got)
	}
}
