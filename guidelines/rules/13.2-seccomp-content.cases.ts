import { UNKNOWN, moreSecurityOptions, securityOptions } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

function entries(...syscalls: readonly object[]): string {
  const allowed = syscalls.map((entry) => ({ action: 'SCMP_ACT_ALLOW', ...entry }));
  return `seccomp=${JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: allowed })}`;
}

function profile(defaultAction: string, ...names: readonly string[]): string {
  return `seccomp=${JSON.stringify({ defaultAction, syscalls: [{ names, action: 'SCMP_ACT_ALLOW' }] })}`;
}

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [
      [moreSecurityOptions(profile('SCMP_ACT_ERRNO', 'read', 'write')), 'pass security_opts seccomp = denies by default'],
      [
        moreSecurityOptions(entries({ names: ['mount'], includes: { caps: ['CAP_SYS_ADMIN'] } })),
        'pass security_opts seccomp = denies by default',
      ],
      [
        {
          ...moreSecurityOptions(entries({ names: ['ptrace'], excludes: { caps: ['cap_chown'] } })),
          capabilities: { drop: ['ALL'], add: ['CHOWN'] },
        },
        'pass security_opts seccomp = denies by default',
      ],
      [
        moreSecurityOptions(
          entries({ names: ['bpf'], action: 'SCMP_ACT_ERRNO' }, { names: ['socket'], args: [{ index: 0, value: 1, op: 'SCMP_CMP_EQ' }] }),
        ),
        'pass security_opts seccomp = denies by default',
      ],
    ],
    bad: [
      [moreSecurityOptions(profile('SCMP_ACT_ALLOW')), 'fail security_opts seccomp = default action SCMP_ACT_ALLOW'],
      [moreSecurityOptions(profile('SCMP_ACT_LOG')), 'fail security_opts seccomp = default action SCMP_ACT_LOG'],
      [
        moreSecurityOptions(profile('SCMP_ACT_ERRNO', 'unshare', 'read', 'bpf')),
        'fail security_opts seccomp = allows bpf',
        'fail security_opts seccomp = allows unshare',
      ],
      [moreSecurityOptions(entries({ name: 'bpf', action: 'SCMP_ACT_LOG' })), 'fail security_opts seccomp = allows bpf'],
      [
        moreSecurityOptions(entries({ names: ['socket'], args: [{ index: 0, value: 40, op: 'SCMP_CMP_NE' }] })),
        'fail security_opts seccomp = allows socket(AF_ALG)',
        'fail security_opts seccomp = allows socket(AF_KEY)',
        'fail security_opts seccomp = allows socket(AF_PACKET)',
      ],
      [
        moreSecurityOptions(entries({ names: ['clone'], args: [{ index: 0, value: 0x2_0000, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] })),
        'fail security_opts seccomp = allows clone(CLONE_NEWNET)',
        'fail security_opts seccomp = allows clone(CLONE_NEWUSER)',
      ],
      [
        {
          ...moreSecurityOptions(entries({ names: ['setns'], includes: { caps: ['CAP_SYS_CHROOT'] } })),
          capabilities: { drop: ['NET_RAW'] },
        },
        'fail security_opts seccomp = allows setns',
      ],
      [moreSecurityOptions('seccomp=/etc/seccomp.json'), 'fail security_opts seccomp = no inline JSON profile'],
      [moreSecurityOptions('seccomp={}'), 'fail security_opts seccomp = no inline JSON profile'],
    ],
    open: [
      [moreSecurityOptions(UNKNOWN), 'unknown security_opts seccomp = ${var.x}'],
      [
        {
          ...moreSecurityOptions(entries({ names: ['mount'], includes: { caps: ['CAP_SYS_ADMIN'] } })),
          capabilities: { drop: ['ALL'], add: [UNKNOWN] },
        },
        'unknown security_opts seccomp = allows mount, with a capability',
      ],
    ],
    idle: [{}, moreSecurityOptions('seccomp=unconfined')],
    edge: [
      [securityOptions('seccomp=unconfined.json'), 'fail security_opts seccomp = no inline JSON profile'],
      [securityOptions('seccomp=/x/builtin'), 'fail security_opts seccomp = no inline JSON profile'],
    ],
  },
};
