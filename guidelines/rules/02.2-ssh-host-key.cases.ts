import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    type: 'provider',
    good: [[{ ssh_opts: ['-o', 'StrictHostKeyChecking=yes'] }, 'pass ssh_opts = -o, StrictHostKeyChecking=yes']],
    bad: [
      [
        { ssh_opts: ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null'] },
        'fail ssh_opts = StrictHostKeyChecking=no',
        'fail ssh_opts = UserKnownHostsFile=/dev/null',
      ],
    ],
    open: [[{ ssh_opts: ['-o', UNKNOWN] }, 'unknown ssh_opts = ${var.x}']],
    edge: [
      [{ ssh_opts: ['-oStrictHostKeyChecking == "no"'] }, 'fail ssh_opts = -oStrictHostKeyChecking == "no"'],
      [{ ssh_opts: ['-oUserKnownHostsFile == /dev/null'] }, 'fail ssh_opts = -oUserKnownHostsFile == /dev/null'],
    ],
  },
};
