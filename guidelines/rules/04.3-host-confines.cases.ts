import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  engine: {
    good: [
      [onHost({}), 'pass seccomp = builtin', 'pass security module = AppArmor'],
      [onHost({ appArmor: known(false), seLinux: known(true) }), 'pass seccomp = builtin', 'pass security module = SELinux'],
    ],
    bad: [
      [
        onHost({ appArmor: known(false), seccompProfile: known(undefined) }),
        'fail seccomp = not set',
        'fail security module = no AppArmor, no SELinux',
      ],
    ],
    open: [[onHost({ appArmor: UNREAD, seccompProfile: UNREAD }), 'unknown seccomp = not read', 'unknown security module = not read']],
  },
};
