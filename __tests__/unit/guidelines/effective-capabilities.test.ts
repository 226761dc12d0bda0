import { known, unknown } from '../../../guidelines';
import { hasEffectiveCapability } from '../../../guidelines/effective-capabilities';

const V = unknown('${var.x}');

test.each([
  ['CHOWN', [], [], true],
  ['SYS_ADMIN', [], [], false],
  ['CHOWN', [], ['ALL'], false],
  ['CHOWN', [], ['CHOWN'], false],
  ['CHOWN', ['CHOWN'], ['ALL'], true],
  ['SYS_ADMIN', ['ALL'], ['ALL'], true],
  ['SYS_ADMIN', [V], ['ALL'], undefined],
  ['SYS_ADMIN', [V, 'SYS_ADMIN'], [], true],
  ['CHOWN', [], [V], undefined],
  ['CHOWN', [], [V, 'ALL'], false],
  ['SYS_ADMIN', [], [V], false],
] as const)('%s with %j added and %j dropped: %j', (name, add, drop, expected) => {
  const items = (list: readonly (string | typeof V)[]) => list.map((item) => (typeof item === 'string' ? known(item) : item));

  expect(hasEffectiveCapability({ add: items(add), drop: items(drop) }, name)).toBe(expected);
});
