import { UNKNOWN, moreSecurityOptions, securityOptions } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, host, securityOptionFacts } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'critical' },
  configuration: {
    good: [
      [{}, 'pass security_opts = no-new-privileges=true'],
      [moreSecurityOptions('apparmor=unconfined'), 'pass security_opts = no-new-privileges=true, apparmor=unconfined'],
      [{ privileged: 'false' }, 'pass security_opts = no-new-privileges=true'],
      [moreSecurityOptions('seccomp=builtin'), 'pass security_opts = no-new-privileges=true, seccomp=builtin'],
    ],
    bad: [
      [{ privileged: true }, 'fail privileged = true', 'pass security_opts = no-new-privileges=true'],
      [moreSecurityOptions('seccomp=unconfined'), 'fail security_opts = seccomp=unconfined'],
      [moreSecurityOptions('seccomp:unconfined'), 'fail security_opts = seccomp=unconfined'],
    ],
    open: [[moreSecurityOptions(UNKNOWN), 'unknown security_opts = ${var.x}']],
    edge: [
      [securityOptions('apparmor=unconfined'), 'pass security_opts = apparmor=unconfined'],
      [securityOptions('seccomp=unconfined.json'), 'pass security_opts = seccomp=unconfined.json'],
      [securityOptions('seccomp=/x/unconfined'), 'pass security_opts = seccomp=/x/unconfined'],
    ],
  },
  engine: {
    good: [
      [
        [container(securityOptionFacts()), host({ seccompProfile: known('/etc/unconfined') })],
        'pass seccomp-profile = not set: the engine has /etc/unconfined',
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts()), host({ seccompProfile: known('unconfined.json') })],
        'pass seccomp-profile = not set: the engine has unconfined.json',
        'pass security_opts = none',
      ],
      [[container(securityOptionFacts()), host()], 'pass seccomp-profile = not set: the engine has builtin', 'pass security_opts = none'],
      [
        [container(securityOptionFacts('seccomp=builtin')), host({ seccompProfile: known(undefined) })],
        'pass security_opts = seccomp=builtin',
      ],
    ],
    bad: [
      [
        [container(securityOptionFacts('no-new-privileges')), host({ seccompProfile: known(undefined) })],
        'fail seccomp-profile = not set: the engine has none',
        'pass security_opts = no-new-privileges=true',
      ],
      [
        [container({ ...securityOptionFacts(), privileged: known(true) }), host()],
        'fail privileged = true',
        'pass seccomp-profile = not set: the engine has builtin',
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts()), host({ seccompProfile: known(undefined) })],
        'fail seccomp-profile = not set: the engine has none',
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts()), host({ seccompProfile: known('unconfined') })],
        'fail seccomp-profile = not set: the engine has unconfined',
        'pass security_opts = none',
      ],
    ],
    open: [
      [
        [container(securityOptionFacts()), host({ seccompProfile: UNREAD })],
        'unknown seccomp-profile = not read',
        'pass security_opts = none',
      ],
      [[container({ securityOptions: [UNREAD] }), host()], 'unknown security_opts = not read'],
      [
        [container({ ...securityOptionFacts('seccomp=builtin'), privileged: UNREAD }), host()],
        'unknown privileged = not read',
        'pass security_opts = seccomp=builtin',
      ],
    ],
  },
};
