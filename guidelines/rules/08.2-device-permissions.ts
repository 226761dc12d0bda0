import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';

export const devicePermissions = defineRule({
  id: 'SDG-08.2',
  severity: 'medium',
  references: { cis: ['5.18'], owasp: [3], nist: ['4.4.3'] },
  title: 'a device can be made anew with mknod, or its rights are not written out',
  impact: 'with `m` the container makes the node again wherever it likes',
  remediation: 'set `permissions` to "r" or "rw"',
  exception: 'a device that the program has to make again under another name',
  appliesTo: ['container'],
  check: ({ devices }) =>
    expectEach(
      'devices.permissions',
      pluck(devices, ({ permissions }) => permissions),
      (rights) => /^[rw]{1,2}$/.test(rights ?? ''),
      (rights) => rights ?? 'not set, which is rwm',
    ),
});
