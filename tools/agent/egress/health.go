package egress

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"time"
)

const healthTimeout = 5 * time.Second

// Check connects through both Squids. The second one answers for the name: no DNS and no Internet is needed.
func Check(address string) error {
	connection, err := net.DialTimeout("tcp", address, healthTimeout)
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(healthTimeout)); err != nil {
		return err
	}
	if _, err := fmt.Fprint(connection, "CONNECT health.invalid:443 HTTP/1.1\r\n\r\n"); err != nil {
		return err
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), &http.Request{Method: http.MethodConnect})
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %s", response.Status)
	}
	return nil
}
