import fc from 'fast-check';
import { Egress } from '../../../constructs';
import { Destination } from '../../../constructs/egress/destination';

test.each([
  ['api.stripe.com', 'api.stripe.com:443'],
  ['api.stripe.com:443', 'api.stripe.com:443'],
  ['example.com:80', 'example.com:80'],
  ['example.com:65535', 'example.com:65535'],
  ['203.0.113.7:8443', '203.0.113.7:8443'],
  ['*.example.com', '*.example.com:443'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example:443'],
])('%j is %s', (text, expected) => {
  expect(Destination.parse(text).toString()).toBe(expected);
});

test.each([
  ...[
    '',
    ':443',
    'localhost',
    'com',
    '*.com',
    '*',
    '*.',
    '.example.com',
    'example.com.',
    'a..example.com',
    '-a.example.com',
    'a-.example.com',
  ],
  ...['Example.com', 'example.com:', 'example.com:0', 'example.com:080', 'example.com:65536', 'example.com:443 ', 'example.com:4.3'],
  ...[
    'https://example.com',
    'example.com/path',
    'user@example.com',
    '[::1]:443',
    '::1',
    '1.2.3',
    '2130706433',
    '0x7f.1',
    '1.2.3.0x4',
    '1.2.3.4.5',
  ],
  ...[
    'a.*.example.com',
    '*.203.0.113.7',
    'example.com\nacl',
    'example.com\r',
    'example.com#',
    'ex"ample.com',
    'bücher.example',
    `${'a'.repeat(64)}.com`,
  ],
  `${'a.'.repeat(126)}com`,
])('%j is refused', (text) => {
  expect(() => Destination.parse(text)).toThrow(
    new Error(
      `DestinationInvalid: egress destination ${JSON.stringify(text)} must be a name in lower case of two or more labels, "*." and such a name, or an IPv4 address, with ":" and a port from 1 to 65535 unless that is 443; write it as "api.example.com:443"`,
    ),
  );
});

test('what is let through cannot be anything else in a configuration', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...Array.from('aZ09.-*:\n\r\t "\'#\\${}[]/@,;')) }),
    fc
      .tuple(fc.constantFrom('example.com', '*.example.com', '203.0.113.7'), fc.string({ unit: 'grapheme' }))
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      let destination: Destination;
      try {
        destination = Destination.parse(text);
      } catch {
        return;
      }

      expect(destination.host).toMatch(/^(\*\.)?[a-z0-9.-]+$/);
      expect(destination.port).toBeGreaterThanOrEqual(1);
      expect(destination.port).toBeLessThanOrEqual(65535);
    }),
    { numRuns: 2000 },
  );
});

test('a name in front of another one matches its pattern, and neither the name itself nor a look-alike does', () => {
  const pattern = new RegExp(Destination.parse('*.example.com').pattern ?? '');

  expect(['a.example.com', 'a.b.example.com'].filter((name) => pattern.test(name))).toHaveLength(2);
  expect(
    ['example.com', '.example.com', 'a.example.com.evil.test', 'aexample.com', 'a.exampleXcom'].filter((name) => pattern.test(name)),
  ).toEqual([]);
});

test('a list is neither empty nor says anything twice', () => {
  expect(() => Egress.to()).toThrow(
    new Error('EgressListEmpty: egress to nothing must name at least one destination; use Egress.none() for an app that is offline'),
  );
  expect(() => Egress.to('example.com', 'example.com:80', 'example.com:443')).toThrow(
    new Error('DestinationTwice: egress destination "example.com:443" must be on the list once; drop the other one'),
  );
});
