package router

import (
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"
)

const head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

func TestDefaultGateway(t *testing.T) {
	table := head +
		"eth1\t0040600A\t00000000\t0001\t0\t0\t0\t00C0FFFF\t0\t0\t0\n" +
		"eth0\t00000000\t0140600A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
	if gateway, err := defaultGateway(strings.NewReader(table)); err != nil || gateway.String() != "10.96.64.1" {
		t.Errorf("%s, %v", gateway, err)
	}
	for _, without := range []string{"", head, head + "eth1\t0040600A\t00000000\t0001\t0\t0\t0\t00C0FFFF\t0\t0\t0\n"} {
		if gateway, err := defaultGateway(strings.NewReader(without)); err == nil {
			t.Errorf("%q: %s", without, gateway)
		}
	}
	for _, wrong := range []string{"0140600", "0140600A0A", "nonsense"} {
		if gateway, err := defaultGateway(strings.NewReader(head + "eth0\t00000000\t" + wrong + "\t0003\t0\t0\t0\t00000000\t0\t0\t0\n")); err == nil {
			t.Errorf("%q: %s", wrong, gateway)
		}
	}
}

func TestTellOnceItIsServed(t *testing.T) {
	host, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer host.Close()
	health := freePort(t)
	told := make(chan error, 1)
	go func() {
		told <- tell(netip.MustParseAddrPort(host.LocalAddr().String()), health)
	}()
	if came(t, host, 200*time.Millisecond) {
		t.Error("the host was told before the health port answered")
	}

	listener, err := net.Listen("tcp4", health.String())
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if !came(t, host, time.Second) {
		t.Error("the host was not told")
	}
	if err := <-told; err != nil {
		t.Error(err)
	}
	if came(t, host, 50*time.Millisecond) {
		t.Error("the host was told twice")
	}
}

// freePort is one that nothing listens on yet.
func freePort(t *testing.T) netip.AddrPort {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return netip.MustParseAddrPort(listener.Addr().String())
}

func came(t *testing.T, host net.PacketConn, within time.Duration) bool {
	if err := host.SetReadDeadline(time.Now().Add(within)); err != nil {
		t.Fatal(err)
	}
	_, _, err := host.ReadFrom(make([]byte, 16))
	return err == nil
}

func FuzzDefaultGateway(f *testing.F) {
	f.Add(head + "eth0\t00000000\t0140600A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n")
	f.Fuzz(func(t *testing.T, table string) {
		if gateway, err := defaultGateway(strings.NewReader(table)); err == nil && !gateway.Is4() {
			t.Errorf("%q: %s", table, gateway)
		}
	})
}
