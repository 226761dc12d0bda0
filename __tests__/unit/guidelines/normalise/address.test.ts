import fc from 'fast-check';
import { hostOf, isLoopbackNetwork } from '../../../../guidelines/normalise/address';

test('a port makes no other host', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.ipV4(),
        fc.ipV6().map((address) => `[${address}]`),
        fc.domain(),
      ),
      fc.nat(65_535),
      (host, port) => {
        expect(hostOf(`${host}:${String(port)}`)).toBe(host);
        expect(hostOf(host)).toBe(host);
      },
    ),
  );
  expect(hostOf('::1')).toBe('::1');
});

test('a network is the loopback only if all of it is', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, bits) => {
      expect(isLoopbackNetwork(`${address}/${String(bits)}`)).toBe(address.startsWith('127.') && bits >= 8);
    }),
  );
  expect(
    ['127.0.0.0/8', '127.0.0.1/32', '::1/128', 'localhost', 'localhost:5000', '[::1]:5000', '127.0.0.1:5000'].filter(isLoopbackNetwork),
  ).toHaveLength(7);
  expect(['127.0.0.0/7', '::1/127', '10.0.0.0/8', 'registry:5000', '[fd00::1]:5000', '0.0.0.0/0', ''].filter(isLoopbackNetwork)).toEqual(
    [],
  );
});
