package certificate

import (
	"crypto/x509"
	"net"
)

// subjects are names and addresses among hosts: certificates have them apart.
func subjects(hosts []string) (names []string, addresses []net.IP) {
	for _, host := range hosts {
		if address := net.ParseIP(host); address != nil {
			addresses = append(addresses, address)
		} else {
			names = append(names, host)
		}
	}
	return names, addresses
}

// rangesOf are ranges of one address each.
func rangesOf(addresses []net.IP) []*net.IPNet {
	ranges := []*net.IPNet{}
	for _, address := range addresses {
		if four := address.To4(); four != nil {
			address = four
		}
		bits := 8 * len(address)
		ranges = append(ranges, &net.IPNet{IP: address, Mask: net.CIDRMask(bits, bits)})
	}
	return ranges
}

// canonical is hosts in the order in which certificates have them: names first, and addresses in their usual form.
func canonical(hosts []string) []string {
	names, addresses := subjects(hosts)
	for _, address := range addresses {
		names = append(names, address.String())
	}
	return names
}

// permittedBy are the hosts that an intermediate signs for.
func permittedBy(intermediate *x509.Certificate) []string {
	hosts := append([]string{}, intermediate.PermittedDNSDomains...)
	for _, network := range intermediate.PermittedIPRanges {
		hosts = append(hosts, network.IP.String())
	}
	return hosts
}
