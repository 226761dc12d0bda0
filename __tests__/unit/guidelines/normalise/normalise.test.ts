import fc from 'fast-check';
import { isLoopback, isOneAddress } from '../../../../guidelines/normalise/address';
import { capabilityName } from '../../../../guidelines/normalise/capability';
import { driverPaths } from '../../../../guidelines/normalise/driver-paths';
import { hostPath, isWithin, overlaps } from '../../../../guidelines/normalise/host-path';
import { imageReference } from '../../../../guidelines/normalise/image-reference';
import { isTrue, securityOption } from '../../../../guidelines/normalise/security-option';
import { sizeInBytes } from '../../../../guidelines/normalise/size';
import { tmpfsOptions } from '../../../../guidelines/normalise/tmpfs-options';
import { userReference } from '../../../../guidelines/normalise/user';

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`);

/** `text` in upper, lower or mixed case. */
function anyCase(text: string): fc.Arbitrary<string> {
  return fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((flags) => Array.from(text, (letter, index) => (flags[index] === true ? letter.toUpperCase() : letter.toLowerCase())).join(''));
}

test('security options: separator, case of the key and spaces make no difference', () => {
  fc.assert(
    fc.property(word, fc.stringMatching(/^[a-z{}"/.,[\]]{1,20}$/), fc.constantFrom('=', ':', ' = ', ' : '), (key, value, separator) => {
      expect(securityOption(` ${key.toUpperCase()}${separator}${value}`)).toEqual({ key, value });
    }),
  );
});

test.each([
  ['no-new-privileges', 'no-new-privileges', 'true'],
  ['no-new-privileges:', 'no-new-privileges', ''],
  ['label=type:spc_t', 'label', 'type:spc_t'],
  ['seccomp={"a":"b=c"}', 'seccomp', '{"a":"b=c"}'],
  ['', '', 'true'],
])('security option %j', (text, key, value) => {
  expect(securityOption(text)).toEqual({ key, value });
});

test('only the spellings of the engine are true', () => {
  expect(['1', 't', 'T', 'true', 'TRUE', 'True'].every(isTrue)).toBe(true);
  expect(['', '0', 'false', 'yes', 'on', 'truee'].some(isTrue)).toBe(false);
});

test('capabilities: prefix, case and spaces make no difference', () => {
  fc.assert(
    fc.property(anyCase('net_raw'), anyCase('cap_'), fc.boolean(), (name, prefix, withPrefix) => {
      expect(capabilityName(` ${withPrefix ? prefix : ''}${name} `)).toBe('NET_RAW');
    }),
  );
});

test('host paths: detours lead to the same place, and a clean one stays', () => {
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 5 }),
      fc.array(fc.constantFrom('/', '//', '/./', '/x/../'), { minLength: 6, maxLength: 6 }),
      (parts, joints) => {
        const clean = `/${parts.join('/')}`;
        const detour = parts.map((part, index) => `${joints[index] ?? '/'}${part}`).join('') + (joints[5] ?? '');
        expect(hostPath(detour)).toBe(hostPath(clean));
        expect(hostPath(hostPath(detour))).toBe(hostPath(detour));
      },
    ),
  );
});

test.each([
  ['/var/run/docker.sock', '/run/docker.sock'],
  ['/var/run/', '/run'],
  ['/var/../var/run', '/run'],
  ['/var/running', '/var/running'],
  ['/../..', '/'],
  ['! /', '/!'],
  ['/var/run /', '/run'],
  ['', '/'],
])('host path %j is %s', (text, path) => {
  expect(hostPath(text)).toBe(path);
});

test('a path is within its parents, and names that only start alike are apart', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(isWithin(`/${a}/${b}`, `/${a}`)).toBe(true);
      expect(isWithin(`/${a}`, '/')).toBe(true);
      expect(isWithin(`/${a}${b}`, `/${a}`)).toBe(false);
      expect(overlaps(`/${a}`, `/${a}/${b}`)).toBe(true);
      expect(overlaps(`/${a}/${b}`, `/${a}`)).toBe(true);
    }),
  );
});

test('any real address is one address, with or without brackets', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      // All of 0.0.0.0/8 means this host, in either family.
      fc.pre(
        !address.startsWith('0.') && !/^[0:]*:(ffff:)?0+\./i.test(address) && !/^[0:]*(:ffff:0{0,2}[0-9a-f]{0,2}:.*)?$/i.test(address),
      );
      expect(isOneAddress(address)).toBe(true);
      expect(isOneAddress(`[${address}]`)).toBe(true);
    }),
  );
});

test.each([
  '',
  ' ',
  '0.0.0.0',
  '0',
  '000.0.0.0',
  '::',
  '[::]',
  '0:0:0:0:0:0:0:0',
  '::0',
  '::ffff:0.0.0.0',
  '*',
  'localhost',
  '1.2.3.4.5',
  undefined,
])('%j is not one address', (address) => {
  expect(isOneAddress(address)).toBe(false);
});

test('loopback', () => {
  expect(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'].every(isLoopback)).toBe(true);
  expect(['', '128.0.0.1', 'registry', '[::2]', 'localhost.evil.test'].some(isLoopback)).toBe(false);
});

test('users: zeros in front and signs make no other user', () => {
  fc.assert(
    fc.property(fc.nat(70_000), fc.nat(70_000), fc.stringMatching(/^\+?0{0,3}$/), (uid, gid, prefix) => {
      expect(userReference(`${prefix}${String(uid)}:${prefix}${String(gid)}`)).toEqual({ user: String(uid), group: String(gid) });
      expect(userReference(String(uid))).toEqual({ user: String(uid), group: undefined });
    }),
  );
});

test.each([
  ['', undefined],
  ['root', { user: '0', group: undefined }],
  ['root:root', { user: '0', group: '0' }],
  [':5', { user: '0', group: '5' }],
  ['5:', { user: '5', group: undefined }],
  ['node:staff', { user: 'node', group: 'staff' }],
])('user %j', (text, expected) => {
  expect(userReference(text)).toEqual(expected);
});

test('images: every part comes back', () => {
  fc.assert(
    fc.property(word, word, fc.option(word, { nil: undefined }), fc.option(digest, { nil: undefined }), (namespace, name, tag, pin) => {
      const text = `ghcr.io:443/${namespace}/${name}${tag === undefined ? '' : `:${tag}`}${pin === undefined ? '' : `@${pin}`}`;
      expect(imageReference(text)).toEqual({
        name: text,
        repository: `ghcr.io:443/${namespace}/${name}`,
        ...(tag === undefined ? {} : { tag }),
        ...(pin === undefined ? {} : { digest: pin }),
      });
    }),
  );
});

test.each([
  ['nginx', 'docker.io/library/nginx'],
  ['nginx:1', 'docker.io/library/nginx'],
  ['docker.io/nginx', 'docker.io/library/nginx'],
  ['index.docker.io/library/nginx', 'docker.io/library/nginx'],
  ['acme/shop', 'docker.io/acme/shop'],
  ['localhost/shop', 'localhost/shop'],
  ['registry:5000/shop', 'registry:5000/shop'],
])('image %s is %s', (text, repository) => {
  expect(imageReference(text).repository).toBe(repository);
});

test('sizes: units in any case, with or without a B', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4096 }),
      fc.constantFrom('k', 'm', 'g', 't'),
      fc.constantFrom('', 'b', 'ib', 'B', 'iB'),
      (amount, unit, suffix) => {
        const bytes = amount * 1024 ** ('kmgt'.indexOf(unit) + 1);
        expect(sizeInBytes(`${String(amount)}${unit}${suffix}`)).toBe(bytes);
        expect(sizeInBytes(` ${String(amount)}${unit.toUpperCase()} `)).toBe(bytes);
      },
    ),
  );
});

test.each(['', '0', '0m', '-1', '50%', 'm', '1x', 'unlimited'])('size %j bounds nothing', (text) => {
  expect(sizeInBytes(text)).toBeUndefined();
});

test('tmpfs options: the last size wins', () => {
  expect(tmpfsOptions('rw, noexec,size=1m,mode=1777,size=2k')).toEqual({ flags: ['rw', 'noexec'], bytes: 2048 });
  expect(tmpfsOptions('size=1m,size=0')).toEqual({ flags: [], bytes: undefined });
});

test('volume drivers: what is a path of the host', () => {
  expect(driverPaths('device', '/var/run/')).toEqual(['/run']);
  expect(driverPaths('device', ':/export')).toEqual([]);
  expect(driverPaths('device', 'tmpfs')).toEqual([]);
  expect(driverPaths('type', '/etc')).toEqual([]);
  expect(driverPaths('o', 'bind,ro')).toEqual([]);
});
