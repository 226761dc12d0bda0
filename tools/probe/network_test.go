package main

import (
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// inNetworks has the container known by addresses, until the end of the test.
func inNetworks(t *testing.T, addresses ...string) {
	t.Helper()
	before := interfaceAddresses
	t.Cleanup(func() { interfaceAddresses = before })
	interfaceAddresses = func() ([]net.Addr, error) {
		var known []net.Addr
		for _, address := range addresses {
			known = append(known, &net.IPNet{IP: net.ParseIP(address), Mask: net.CIDRMask(24, 32)})
		}
		return known, nil
	}
}

// listensOn has the kernel know sockets such as `127.0.0.1:8080`, until the end of the test.
func listensOn(t *testing.T, sockets ...string) {
	t.Helper()
	before := listeners
	t.Cleanup(func() { listeners = before })
	listeners = func() []listener {
		var found []listener
		for _, socket := range sockets {
			host, port, err := net.SplitHostPort(socket)
			if err != nil {
				t.Fatal(err)
			}
			number, _ := strconv.Atoi(port)
			found = append(found, listener{net.ParseIP(host), number})
		}
		return found
	}
}

func TestAsksAtTheAddressOfTheNetwork(t *testing.T) {
	inNetworks(t, "127.0.0.1", "fe80::1", "2001:db8::1", "10.64.0.2", "10.64.1.2")
	if got := addresses(); !slices.Equal(got, []string{"10.64.0.2", "10.64.1.2", "2001:db8::1"}) {
		t.Errorf("got %v", got)
	}
}

func TestAContainerWithoutANetworkIsAskedOnTheLoopback(t *testing.T) {
	inNetworks(t, "127.0.0.1")
	if got := addresses(); !slices.Equal(got, []string{"127.0.0.1"}) {
		t.Errorf("got %v", got)
	}
}

func TestAnAppOnTheLoopbackAloneIsUnhealthy(t *testing.T) {
	inNetworks(t, ownAddress(t))
	port := serve(t, func(http.ResponseWriter, *http.Request) {})
	listensOn(t, "127.0.0.1:"+port)
	line := "GET / on port " + port + ": connection refused: listens on 127.0.0.1 only; the app has to listen on 0.0.0.0"
	expectUnhealthy(t, probe("http", "--port", port, "--path", "/"), line)
	expectHealthy(t, probe("http", "--port", port, "--path", "/", "--loopback"))
	expectHealthy(t, probe("tcp", "--port", port, "--loopback"))
}

// ownAddress is one of this machine that is not the loopback.
func ownAddress(t *testing.T) string {
	t.Helper()
	found, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range found {
		if network, ok := address.(*net.IPNet); ok && network.IP.To4() != nil && network.IP.IsGlobalUnicast() {
			return network.IP.String()
		}
	}
	t.Skip("this machine has no network")
	return ""
}

// A proxy asks for an app whether it reaches it: what its own container listens on says nothing about that.
func TestANeighbourIsAskedByItsName(t *testing.T) {
	inNetworks(t, ownAddress(t))
	port := serve(t, func(http.ResponseWriter, *http.Request) {})
	expectHealthy(t, probe("http", "--port", port, "--path", "/", "--address", "localhost"))
	listensOn(t, "127.0.0.1:80")
	expectUnhealthy(t, probe("tcp", "--port", "1", "--address", "127.0.0.1"), "connect to port 1: connection refused")
}

func TestOneOfSeveralNetworksIsEnough(t *testing.T) {
	inNetworks(t, ownAddress(t), "127.0.0.1")
	server, err := net.Listen("tcp", net.JoinHostPort(ownAddress(t), "0"))
	if err != nil {
		t.Skip(err)
	}
	defer server.Close()
	expectHealthy(t, probe("tcp", "--port", strconv.Itoa(server.Addr().(*net.TCPAddr).Port)))
}

func TestARefusalSaysWhatTheContainerListensOn(t *testing.T) {
	port := closedPort(t)
	for _, test := range []struct {
		sockets []string
		says    string
	}{
		{nil, "listens on no port"},
		{[]string{"127.0.0.1:9229"}, "listens on no port"},
		{[]string{"[::]:9000", "0.0.0.0:3000", "[::]:3000"}, "listens on port 3000, 9000; listen on $PORT, or declare that port"},
		{[]string{"[::1]:" + port, "0.0.0.0:3000"}, "listens on ::1 only; the app has to listen on 0.0.0.0"},
		{[]string{"[::]:" + port}, "listens on :: only; the app has to listen on 0.0.0.0"},
	} {
		listensOn(t, test.sockets...)
		expectUnhealthy(t, probe("tcp", "--port", port), "connect to port "+port+": connection refused: "+test.says)
	}
	listensOn(t, "0.0.0.0:"+port)
	expectUnhealthy(t, probe("tcp", "--port", port), "connect to port "+port+": connection refused")
}

func TestReadsTheTablesOfTheKernel(t *testing.T) {
	const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 10001        0 1 1 0 100 0 0 10 0
   1: 0B00007F:A1B2 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 10001        0 1 1 0 100 0 0 10 0
   3: 0200400A:D431 0300400A:0050 01 00000000:00000000 00:00000000 00000000 10001        0 1 1 0 100 0 0 10 0
   4: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 0 10001 0 1
   5: nothing
   6: 00000000 00000000:0000 0A
`
	var got []string
	for _, found := range parseListeners(strings.NewReader(table)) {
		got = append(got, net.JoinHostPort(found.address.String(), strconv.Itoa(found.port)))
	}
	if !slices.Equal(got, []string{"127.0.0.1:8080", "0.0.0.0:80", "[::1]:3000"}) {
		t.Errorf("got %v", got)
	}
}

func FuzzParseListeners(f *testing.F) {
	f.Add("0: 0100007F:1F90 00000000:0000 0A")
	f.Add("0: 01:0 0 0A")
	f.Fuzz(func(t *testing.T, table string) {
		for _, found := range parseListeners(strings.NewReader(table)) {
			if found.port < 0 || found.port > 65535 {
				t.Errorf("got port %d", found.port)
			}
		}
	})
}

func TestSendsTheHostAndTheHeadersThatItIsGiven(t *testing.T) {
	var got *http.Request
	port := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got = r
		if r.Header.Get("X-Forwarded-Proto") != "https" {
			http.Redirect(w, r, "https://shop.example.com/", http.StatusMovedPermanently)
		}
	})
	check := []string{"http", "--port", port, "--path", "/up", "--host", "shop.example.com"}
	expectUnhealthy(t, probe(check...), "GET /up on port "+port+`: status 301 to "https://shop.example.com/", expected 2xx; `+
		"ask as a client of https: HealthCheck.http(path, { headers: { 'X-Forwarded-Proto': 'https' } })")
	expectHealthy(t, probe(append(check, "--header", "X-Forwarded-Proto: https", "--header", "User-Agent: mine")...))
	if got.Host != "shop.example.com" || got.UserAgent() != "mine" {
		t.Errorf("got host %s and agent %s", got.Host, got.UserAgent())
	}
}
