package exporter

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestItListensInTheNetworkOfOperatorsAlone(t *testing.T) {
	own := []net.Addr{
		&net.IPNet{IP: net.IPv4(127, 0, 0, 1), Mask: net.CIDRMask(8, 32)},
		&net.IPNet{IP: net.IPv4(10, 112, 3, 2).To4(), Mask: net.CIDRMask(26, 32)},
		&net.IPNet{IP: net.IPv4(10, 100, 4, 7).To4(), Mask: net.CIDRMask(22, 32)},
	}
	if address, err := addressIn(netip.MustParsePrefix("10.100.4.0/22"), own); err != nil || address != "10.100.4.7:9101" {
		t.Error(address, err)
	}
	if address, err := addressIn(netip.MustParsePrefix("10.101.0.0/22"), own); err == nil {
		t.Error(address)
	}
}

func TestNoPasswordIsAnArgument(t *testing.T) {
	directory := t.TempDir()
	for name, content := range map[string]string{"host": "orders", "port": "5432", "username": "orders--metrics-1", "password": "hidden", "database": "orders"} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	bound, err := read(directory)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"postgres", "mariadb", "valkey"} {
		command, err := commandOf(kind, bound)
		if err != nil || strings.Contains(strings.Join(command.arguments, " "), "hidden") {
			t.Error(command, err)
		}
		if kind == "postgres" && !strings.HasPrefix(command.environment[0], "DATA_SOURCE_URI=orders:5432/orders?sslmode=verify-full&sslrootcert=") {
			t.Error(command.environment)
		}
	}
	if _, err := commandOf("memcached", bound); err == nil {
		t.Error("memcached has one")
	}
	if options := bound.clientOptions(); !strings.Contains(options, "\npassword=hidden\nssl-ca="+directory+"/ca.crt\n") {
		t.Error(options)
	}
}
