import fc from 'fast-check';
import { checkedHost } from '../../../constructs/gateway/host-name';
import { IngressNetwork } from '../../../constructs';

const LONGEST = 253 - '.ingress.appengine.internal'.length;

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
const topLabel = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);

test('names of lower-case labels are taken as they are, and have an alias that is a DNS name', () => {
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), topLabel, (labels, top) => {
      const host = [...labels, top].join('.');
      fc.pre(host.length <= LONGEST);

      expect(checkedHost(host)).toBe(host);
      expect(IngressNetwork.aliasOf(host).length).toBeLessThanOrEqual(253);
    }),
  );
});

test('whatever is accepted has the form that the router looks up and HAProxy reads as one word', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain(), fc.ipV4(), fc.emailAddress()), (text) => {
      try {
        checkedHost(text);
      } catch {
        return;
      }
      expect(text).toMatch(/^[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?$/);
    }),
  );
});

test.each([
  '',
  'localhost',
  'Shop.acme.test',
  'shop.acme.test.',
  '.shop.acme.test',
  'shop..test',
  'shop_1.acme.test',
  '-shop.acme.test',
  'shop-.acme.test',
  '*.acme.test',
  'shop.acme.test:8080',
  'http://shop.acme.test',
  'shop.acme.test\n',
  '127.0.0.1',
  `${'a'.repeat(64)}.test`,
  `${'a.'.repeat(120)}test`,
])('%j is refused', (host) => {
  expect(() => checkedHost(host)).toThrow(
    new Error(
      `HostInvalid: host ${JSON.stringify(host)} must be two or more labels of 1 to 63 of a-z, 0-9 and "-", joined by ".", at most ${String(LONGEST)} characters, and no IP address; write it in lower case, without port or scheme`,
    ),
  );
});
