import type { UserReference } from '../normalise/user';
import type { Outcome } from '../outcome';
import { expectNone, expectValue } from '../outcome';
import { defineRule } from '../rule';

/** Names, and the numbers that Debian gives them. */
const POWERFUL: ReadonlySet<string> = new Set(['0', '6', '42', 'disk', 'docker', 'kvm', 'lxd', 'podman', 'shadow', 'sudo', 'wheel']);

function isPowerful(group: string): boolean {
  return POWERFUL.has(group);
}

function primaryGroup({ group }: UserReference): Outcome {
  if (group === undefined) return { status: 'unknown', attribute: 'user', value: 'no group: the image decides, or it is 0' };
  return { status: isPowerful(group) ? 'fail' : 'pass', attribute: 'user', value: `group ${group}` };
}

export const noPowerfulGroup = defineRule({
  id: 'SDG-05.3',
  severity: 'medium',
  references: { owasp: [2], nist: ['4.5.4'] },
  title: 'a group of the container stands for root, for the engine, or for the disks of the host',
  impact: 'root-owned files can be written, or the socket and the disks of the host be opened',
  remediation: 'drop the group; User.of(uid) sets a group of the same number',
  exception: 'a program that has to share files with the group, on a host that has no tenant',
  appliesTo: ['container'],
  check: ({ user, groups }) => [
    ...(user.known && user.value !== undefined ? [primaryGroup(user.value)] : user.known ? [] : [expectValue('user', user, () => true)]),
    ...expectNone('group_add', groups, isPowerful),
  ],
});
