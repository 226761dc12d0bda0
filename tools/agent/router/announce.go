package router

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"
)

// Where the kernel lists the routes of this network namespace.
const routes = "/proc/net/route"

// Of nginx's configuration, see constructs/network/ports.ts.
const healthPort = 8081

const (
	longestStart = 5 * time.Second
	pause        = 5 * time.Millisecond
)

// discard is a port on which nothing has to answer.
const discard = 9

// announce makes the host learn where this container is, as soon as nginx answers. Clients came while it started: the host asked for its address then, got no
// answer, and asks again after a second, for which they all wait. A question of the container to the host tells it as well.
func announce() error {
	file, err := os.Open(routes)
	if err != nil {
		return err
	}
	defer file.Close()
	gateway, err := defaultGateway(file)
	if err != nil {
		return err
	}
	return tell(netip.AddrPortFrom(gateway, discard), netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), healthPort))
}

// tell asks one thing of the host as soon as the port of nginx's health answers.
func tell(host, health netip.AddrPort) error {
	if err := waitUntilServed(health); err != nil {
		return err
	}
	connection, err := net.Dial("udp4", host.String())
	if err != nil {
		return err
	}
	defer connection.Close()
	_, err = connection.Write([]byte{0})
	return err
}

func waitUntilServed(address netip.AddrPort) error {
	var last error
	for deadline := time.Now().Add(longestStart); time.Now().Before(deadline); time.Sleep(pause) {
		connection, err := net.Dial("tcp", address.String())
		if err == nil {
			return connection.Close()
		}
		last = err
	}
	return last
}

// defaultGateway is the address of the route to everywhere, from a table whose addresses are hexadecimal, their last byte first.
func defaultGateway(table io.Reader) (netip.Addr, error) {
	for lines := bufio.NewScanner(table); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 8 || fields[1] != "00000000" || fields[7] != "00000000" {
			continue
		}
		address, err := hex.DecodeString(fields[2])
		if err != nil || len(address) != 4 {
			return netip.Addr{}, fmt.Errorf("%s: %q is not the address of a gateway", routes, fields[2])
		}
		var bytes [4]byte
		binary.BigEndian.PutUint32(bytes[:], binary.LittleEndian.Uint32(address))
		return netip.AddrFrom4(bytes), nil
	}
	return netip.Addr{}, fmt.Errorf("%s has no default route", routes)
}
