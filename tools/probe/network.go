package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

const (
	loopback = "127.0.0.1"
	refused  = "connection refused"
)

// Tests put their own in place.
var (
	interfaceAddresses = net.InterfaceAddrs
	listeners          = readListeners
)

// addresses are those that neighbours in the container's networks know it by, IPv4 first; without a network only the loopback.
func addresses() []string {
	found, err := interfaceAddresses()
	if err != nil {
		return []string{loopback}
	}
	var known []string
	for _, version := range []bool{true, false} {
		for _, address := range found {
			network, ok := address.(*net.IPNet)
			if ok && network.IP.IsGlobalUnicast() && (network.IP.To4() != nil) == version {
				known = append(known, network.IP.String())
			}
		}
	}
	if len(known) == 0 {
		return []string{loopback}
	}
	return known
}

// dial connects to the first of the addresses that does not refuse.
func (c check) dial(ctx context.Context) (net.Conn, error) {
	known := []string{loopback}
	switch {
	case c.neighbour != "":
		known = []string{c.neighbour}
	case !c.onLoopback:
		known = addresses()
	}
	var refusal error
	for _, address := range known {
		connection, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(address, strconv.Itoa(c.port)))
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return connection, err
		}
		refusal = err
	}
	return nil, refusal
}

// listener is a TCP socket that waits for connections.
type listener struct {
	address net.IP
	port    int
}

// describeRefusal says what the container listens on instead of the port.
func (c check) describeRefusal() string {
	var elsewhere []int
	for _, found := range listeners() {
		switch {
		case found.port == c.port && found.address.Equal(net.IPv4zero):
			return refused // It has just begun to listen.
		case found.port == c.port:
			return fmt.Sprintf("%s: listens on %s only; the app has to listen on 0.0.0.0", refused, found.address)
		case !found.address.IsLoopback():
			elsewhere = append(elsewhere, found.port)
		}
	}
	if len(elsewhere) == 0 {
		return refused + ": listens on no port"
	}
	slices.Sort(elsewhere)
	ports := strings.Trim(fmt.Sprint(slices.Compact(elsewhere)), "[]")
	return fmt.Sprintf("%s: listens on port %s; listen on $PORT, or declare that port", refused, strings.ReplaceAll(ports, " ", ", "))
}

// Files of the kernel, of the container's own network.
var tables = []string{"/proc/net/tcp", "/proc/net/tcp6"}

func readListeners() []listener {
	var found []listener
	for _, table := range tables {
		if file, err := os.Open(table); err == nil {
			found = append(found, parseListeners(file)...)
			file.Close()
		}
	}
	return found
}

// parseListeners reads lines such as `0: 0100007F:1F90 00000000:0000 0A …`: local address and port in hexadecimal, those of the peer, the state.
func parseListeners(table io.Reader) []listener {
	const listening = "0A"
	var found []listener
	for lines := bufio.NewScanner(table); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || fields[3] != listening {
			continue
		}
		address, port, ok := strings.Cut(fields[1], ":")
		raw, err := hex.DecodeString(address)
		number, err2 := strconv.ParseUint(port, 16, 16)
		if !ok || err != nil || err2 != nil || len(raw)%4 != 0 {
			continue
		}
		// In the order of a little-endian processor, four bytes at a time.
		for word := 0; word < len(raw); word += 4 {
			slices.Reverse(raw[word : word+4])
		}
		// The engine's own name server.
		if ip := net.IP(raw); !ip.Equal(net.IPv4(127, 0, 0, 11)) {
			found = append(found, listener{ip, int(number)})
		}
	}
	return found
}
