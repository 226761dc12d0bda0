import fc from 'fast-check';
import { Destination } from '../../../constructs/egress/destination';
import { egressFiles } from '../../../constructs/egress/egress-config';

function configOf(texts: readonly string[], includesPrivate = false): readonly string[] {
  const destinations = texts.map((text) => Destination.parse(text));
  return Object.values(egressFiles(destinations, includesPrivate)).flatMap((content) => content.split('\n'));
}

function linesOf(config: readonly string[], start: string): readonly string[] {
  return config.filter((line) => line.startsWith(`${start} `));
}

test('every destination is a host with its port, and a handshake for its name', () => {
  const config = configOf(['api.stripe.com', '*.example.com:8443']);

  expect(config.filter((line) => /^acl (host|port|name|listed|named)\d? /.test(line))).toEqual([
    'acl host0 dstdomain -n api.stripe.com',
    'acl port0 port 443',
    'acl name0 ssl::server_name --client-requested api.stripe.com',
    'acl listed all-of host0 port0',
    'acl named all-of host0 name0',
    'acl host1 dstdom_regex -n ^.+[.]example[.]com$',
    'acl port1 port 8443',
    'acl name1 ssl::server_name_regex --client-requested ^.+[.]example[.]com$',
    'acl listed all-of host1 port1',
    'acl named all-of host1 name1',
  ]);
});

test('what is not on the list is refused before any name is looked up', () => {
  expect(linesOf(configOf(['example.com']), 'http_access')).toEqual([
    'http_access allow health',
    'http_access deny !listed',
    'http_access deny !connect !web',
    'http_access deny !connect tls',
    'http_access deny !resolved',
    'http_access deny refused',
    'http_access allow all',
  ]);
});

test('addresses of the host and of its link are refused always, private ones unless a reason says otherwise', () => {
  const [strict = '', loose = ''] = [false, true].flatMap((includesPrivate) =>
    linesOf(configOf(['example.com'], includesPrivate), 'acl refused dst'),
  );

  for (const range of ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']) {
    expect(strict.split(' ')).toContain(range);
    expect(loose.split(' ')).not.toContain(range);
  }
  for (const range of ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '::/127', 'fe80::/10']) {
    expect(strict.split(' ')).toContain(range);
    expect(loose.split(' ')).toContain(range);
  }
});

test('no line grows with the list: Squid cuts long ones off', () => {
  const texts = Array.from({ length: 300 }, (_, index) => `host-${String(index)}.example.com`);
  const config = configOf(texts);

  expect(linesOf(config, 'acl listed')).toHaveLength(300);
  expect(Math.max(...config.map((line) => line.length))).toBeLessThan(400);
});

test('a destination adds its own five lines and changes no other', () => {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  const host = fc.tuple(fc.constantFrom('', '*.'), label, fc.stringMatching(/^[a-z]{2,8}$/));
  const destination = fc
    .tuple(host, fc.integer({ min: 1, max: 65535 }))
    .map(([[star, first, last], port]) => `${star}${first}.${last}:${String(port)}`);
  fc.assert(
    fc.property(destination, destination, (one, other) => {
      const [alone, both] = [configOf([one]), configOf([one, other])];

      expect(both.filter((line) => !alone.includes(line)).every((line) => /^acl (\w+1|listed|named) /.test(line))).toBe(true);
      expect(both).toHaveLength(alone.length + 5);
    }),
  );
});

test('the log has no path, no query and no header, and nothing that a client can break out of', () => {
  const fields = linesOf(configOf(['example.com']), 'logformat').flatMap((line) => line.match(/%[^"]*(?=")/g) ?? []);

  expect([...new Set(fields)].sort()).toEqual([
    ...['%#>rd', '%#rm', '%#ssl::>sni', '%<st', '%>Hs', '%>a', '%>rP', '%>st', '%Ss', '%{%Y-%m-%dT%H:%M:%S}tg'],
  ]);
});
