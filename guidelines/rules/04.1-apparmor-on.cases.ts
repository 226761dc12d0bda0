import { UNKNOWN, moreSecurityOptions, securityOptions } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { NEVER_STARTED_FACTS, UNREAD, container, host, securityOptionFacts } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [
      [moreSecurityOptions('seccomp=unconfined'), 'pass security_opts = no-new-privileges=true, seccomp=unconfined'],
      [moreSecurityOptions('apparmor=docker-default'), 'pass security_opts = no-new-privileges=true, apparmor=docker-default'],
    ],
    bad: [
      [moreSecurityOptions('apparmor=unconfined'), 'fail security_opts = apparmor=unconfined'],
      [moreSecurityOptions('apparmor:unconfined'), 'fail security_opts = apparmor=unconfined'],
    ],
    open: [[moreSecurityOptions(UNKNOWN), 'unknown security_opts = ${var.x}']],
    edge: [
      [securityOptions('seccomp=unconfined'), 'pass security_opts = seccomp=unconfined'],
      [securityOptions('apparmor=unconfined-web'), 'pass security_opts = apparmor=unconfined-web'],
      [securityOptions('apparmor=not-unconfined'), 'pass security_opts = apparmor=not-unconfined'],
    ],
  },
  engine: {
    good: [
      [
        [container(securityOptionFacts('no-new-privileges')), host()],
        'pass apparmor_profile = docker-default',
        'pass security_opts = no-new-privileges=true',
      ],
      [
        [container({ ...NEVER_STARTED_FACTS, ...securityOptionFacts() }, { appArmorProfile: known('') }), host()],
        'pass security_opts = none',
      ],
    ],
    bad: [
      [
        [container(securityOptionFacts(), { appArmorProfile: known('unconfined') }), host()],
        'fail apparmor_profile = unconfined',
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts(), { appArmorProfile: known('') }), host()],
        'fail apparmor_profile = ""',
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts(), { appArmorProfile: known(undefined) }), host()],
        'fail apparmor_profile = not set',
        'pass security_opts = none',
      ],
      [
        [container(securityOptionFacts('apparmor=unconfined')), host({ appArmor: known(false) })],
        'fail security_opts = apparmor=unconfined',
      ],
    ],
    open: [
      [
        [container(securityOptionFacts(), { appArmorProfile: UNREAD }), host()],
        'unknown apparmor_profile = not read',
        'pass security_opts = none',
      ],
      [[container(securityOptionFacts()), host({ appArmor: UNREAD })], 'unknown apparmor_profile = not read', 'pass security_opts = none'],
    ],
    idle: [[container(), host({ appArmor: known(false) })]],
  },
};
