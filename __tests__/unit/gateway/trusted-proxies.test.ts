import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { TrustedProxies } from '../../../constructs';
import { gatewayConfig } from '../../../constructs/gateway/haproxy/gateway-config';
import { RouteTable } from '../../../constructs/gateway/route-table';
import { GATEWAY_SETTINGS } from '../../fixture/tenant';

function configOf(trustedProxies: TrustedProxies): string {
  return gatewayConfig(new RouteTable([]), { ...GATEWAY_SETTINGS, trustedProxies });
}

test('networks become a file that both ways read, each once', () => {
  const proxies = TrustedProxies.of('203.0.113.7', '198.51.100.0/24', '203.0.113.7', '2001:db8::/32');
  expect(proxies.files).toEqual({ 'trusted-proxies.lst': '198.51.100.0/24\n2001:db8::/32\n203.0.113.7\n' });
  expect(configOf(proxies).match(/-f \/etc\/gateway\/trusted-proxies\.lst/g)).toHaveLength(2);
});

test('without any, no file and no rule', () => {
  expect(TrustedProxies.none().files).toEqual({});
  expect(configOf(TrustedProxies.none())).not.toContain('trusted-proxies');
});

test.each([[], [''], ['10.0.0.0/33'], ['cdn.example.com'], ['0.0.0.0/0'], ['::/0'], ['203.0.113.7', '203.0.113'], ['203.0.113.7\n::/0']])(
  '%j is refused',
  (...networks) => {
    expect(() => TrustedProxies.of(...networks)).toThrow(/^TrustedProxyInvalid: trusted proxy ".*" must be an IP address or a network/);
  },
);

test('whatever text it is given, it is refused or one line with a network', () => {
  const text = fc.oneof(
    fc.string(),
    fc.ipV4(),
    fc.ipV6(),
    fc.tuple(fc.ipV4(), fc.nat(40)).map(([address, bits]) => `${address}/${String(bits)}`),
  );
  fc.assert(
    fc.property(text, (network) => {
      let lines: readonly string[];
      try {
        lines = Object.values(TrustedProxies.of(network).files).join('').split('\n');
      } catch {
        return;
      }
      expect(lines).toEqual([network, '']);
      expect(ipaddr.isValid(network) || ipaddr.isValidCIDR(network)).toBe(true);
    }),
  );
});
