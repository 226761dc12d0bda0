package valkey

import (
	"bufio"
	"net"
	"strings"
	"testing"
)

// answering is a server with one answer to each line.
func answering(t *testing.T, answers ...string) (net.Conn, <-chan []string) {
	t.Helper()
	client, server := net.Pipe()
	asked := make(chan []string, 1)
	go func() {
		lines, reader := []string{}, bufio.NewReader(server)
		for _, answer := range answers {
			line, err := reader.ReadString('\n')
			if err != nil {
				break
			}
			lines = append(lines, strings.TrimSpace(line))
			_, _ = server.Write([]byte(answer + "\r\n"))
		}
		asked <- lines
	}()
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, asked
}

func TestEveryLineNeedsAGoodAnswer(t *testing.T) {
	connection, asked := answering(t, "+OK", "+PONG")
	if err := talk(connection, "AUTH a b", "PING"); err != nil {
		t.Error(err)
	}
	if lines := <-asked; strings.Join(lines, "|") != "AUTH a b|PING" {
		t.Errorf("asked %v", lines)
	}
	connection, _ = answering(t, "-WRONGPASS invalid username-password pair")
	if err := talk(connection, "AUTH a b", "PING"); err == nil || !strings.HasPrefix(err.Error(), "WRONGPASS") {
		t.Errorf("%v", err)
	}
}
