package router

import (
	"strings"
	"testing"
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

func FuzzDefaultGateway(f *testing.F) {
	f.Add(head + "eth0\t00000000\t0140600A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n")
	f.Fuzz(func(t *testing.T, table string) {
		if gateway, err := defaultGateway(strings.NewReader(table)); err == nil && !gateway.Is4() {
			t.Errorf("%q: %s", table, gateway)
		}
	})
}
