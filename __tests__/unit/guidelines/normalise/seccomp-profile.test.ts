import fc from 'fast-check';
import { denies, permits, seccompProfile, type SampleCall } from '../../../../guidelines/normalise/seccomp-profile';

const ALLOW = { action: 'SCMP_ACT_ALLOW', names: ['call'] };
const call = (...args: readonly bigint[]): SampleCall => ({ name: 'call', args: Object.fromEntries(args.entries()) });

function verdict(
  entries: readonly object[],
  sample: SampleCall = call(),
  holds: (name: string) => boolean | undefined = () => false,
): boolean | undefined {
  const profile = seccompProfile(JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: entries }));
  if (profile === undefined) throw new Error('no profile');
  return permits(profile, sample, holds);
}

test.each([
  ['SCMP_CMP_NE', (arg: bigint, value: bigint) => arg !== value],
  ['SCMP_CMP_LT', (arg: bigint, value: bigint) => arg < value],
  ['SCMP_CMP_LE', (arg: bigint, value: bigint) => arg <= value],
  ['SCMP_CMP_EQ', (arg: bigint, value: bigint) => arg === value],
  ['SCMP_CMP_GE', (arg: bigint, value: bigint) => arg >= value],
  ['SCMP_CMP_GT', (arg: bigint, value: bigint) => arg > value],
])('%s compares an argument with a value', (op, holds) => {
  fc.assert(
    fc.property(fc.nat(5), fc.nat(5), fc.nat(5), (index, arg, value) => {
      const sample = { name: 'call', args: { [index]: BigInt(arg) } };
      expect(verdict([{ ...ALLOW, args: [{ index, op, value }] }], sample)).toBe(holds(BigInt(arg), BigInt(value)));
    }),
  );
});

test('SCMP_CMP_MASKED_EQ compares what is left under a mask, of 64 bits', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.nat(), fc.nat(), (arg, mask, value) => {
      expect(verdict([{ ...ALLOW, args: [{ index: 0, op: 'SCMP_CMP_MASKED_EQ', value: mask, valueTwo: value }] }], call(arg))).toBe(
        (arg & BigInt(mask)) === BigInt(value),
      );
    }),
  );
});

test.each<readonly [boolean, readonly object[], SampleCall]>([
  // Conditions on different arguments have to hold together.
  [
    true,
    [
      { index: 0, op: 'SCMP_CMP_EQ', value: 1 },
      { index: 1, op: 'SCMP_CMP_EQ', value: 2 },
    ],
    call(1n, 2n),
  ],
  [
    false,
    [
      { index: 0, op: 'SCMP_CMP_EQ', value: 1 },
      { index: 1, op: 'SCMP_CMP_EQ', value: 2 },
    ],
    call(1n, 3n),
  ],
  // Of several about the same argument the runtime makes entries of their own: one is enough.
  [
    true,
    [
      { index: 0, op: 'SCMP_CMP_GT', value: 5 },
      { index: 0, op: 'SCMP_CMP_LT', value: 3 },
    ],
    call(7n),
  ],
  [
    false,
    [
      { index: 0, op: 'SCMP_CMP_GT', value: 5 },
      { index: 0, op: 'SCMP_CMP_LT', value: 3 },
    ],
    call(4n),
  ],
  // Unknown conditions let a call through: an argument that can be any, and an operator of a later format.
  [true, [{ index: 3, op: 'SCMP_CMP_EQ', value: 1 }], call()],
  [true, [{ index: 0, op: 'SCMP_CMP_LATER', value: 1 }], call(0n)],
  [true, [], call(0n)],
])('%j: conditions %j on %p', (expected, args, sample) => {
  expect(verdict([{ ...ALLOW, args }], sample)).toBe(expected);
});

test('capabilities decide whether an entry applies; with unknown ones that is unknown', () => {
  const needing = [{ ...ALLOW, includes: { caps: ['CAP_SYS_ADMIN', 'sys_chroot'] } }];
  const sparing = [{ ...ALLOW, excludes: { caps: ['CAP_SYS_ADMIN'] } }];
  const holding =
    (...names: readonly string[]) =>
    (name: string): boolean =>
      names.includes(name);

  expect(verdict(needing, call(), holding('SYS_ADMIN', 'SYS_CHROOT'))).toBe(true);
  expect(verdict(needing, call(), holding('SYS_ADMIN'))).toBe(false);
  expect(verdict(needing, call(), () => undefined)).toBeUndefined();
  expect(verdict(needing, call(), (name) => (name === 'SYS_CHROOT' ? false : undefined))).toBe(false);
  expect(verdict(sparing, call(), holding())).toBe(true);
  expect(verdict(sparing, call(), holding('SYS_ADMIN'))).toBe(false);
  expect(verdict(sparing, call(), () => undefined)).toBeUndefined();
  expect(verdict([...sparing, ALLOW], call(), () => undefined)).toBe(true);
});

test('only what stops a call denies', () => {
  expect(['ERRNO', 'KILL', 'KILL_PROCESS', 'KILL_THREAD', 'TRAP'].every((action) => denies(`SCMP_ACT_${action}`))).toBe(true);
  expect(['ALLOW', 'LOG', 'NOTIFY', 'TRACE'].some((action) => denies(`SCMP_ACT_${action}`))).toBe(false);
  expect(verdict([{ name: 'call', action: 'SCMP_ACT_NOTIFY' }])).toBe(true);
  expect(verdict([{ ...ALLOW, action: 'SCMP_ACT_ERRNO' }])).toBe(false);
  expect(verdict([ALLOW], { name: 'other', args: {} })).toBe(false);
});

test.each(['', 'null', '[]', '"x"', '{}', '{"defaultAction":1}', '/etc/seccomp.json', '{'])('%j is no profile', (text) => {
  expect(seccompProfile(text)).toBeUndefined();
});

test('anything that is JSON is read without an error', () => {
  const entry = fc.record({
    names: fc.jsonValue(),
    name: fc.jsonValue(),
    action: fc.constant('SCMP_ACT_ALLOW'),
    args: fc.jsonValue(),
    includes: fc.jsonValue(),
  });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(entry)), (syscalls) => {
      const profile = seccompProfile(JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls }));
      expect(profile?.defaultAction).toBe('SCMP_ACT_ERRNO');
      if (profile !== undefined) expect([true, false]).toContain(permits(profile, call(), () => false));
    }),
  );
});
