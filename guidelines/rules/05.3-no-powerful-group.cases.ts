import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

const GROUPS = ['0', '42', '6', 'disk', 'docker', 'kvm', 'lxd', 'podman', 'shadow', 'sudo', 'wheel'];

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ group_add: ['1001'] }, 'pass group_add = 1001', 'pass user = group 1000']],
    bad: [
      [{ user: '1000:0' }, 'pass group_add = none', 'fail user = group 0'],
      [{ user: '1000:root' }, 'pass group_add = none', 'fail user = group 0'],
      [{ group_add: ['docker'] }, 'fail group_add = docker', 'pass user = group 1000'],
    ],
    open: [
      [{ user: '1000' }, 'pass group_add = none', 'unknown user = no group: the image decides, or it is 0'],
      [{ user: UNKNOWN, group_add: [UNKNOWN] }, 'unknown group_add = ${var.x}', 'unknown user = ${var.x}'],
    ],
    edge: [
      [{ user: null }, 'pass group_add = none'],
      [{ group_add: GROUPS }, ...GROUPS.map((group) => `fail group_add = ${group}`), 'pass user = group 1000'],
    ],
  },
};
