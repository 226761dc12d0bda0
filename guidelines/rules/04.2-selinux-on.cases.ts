import { UNKNOWN, moreSecurityOptions, securityOptions } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, host, securityOptionFacts } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [
      [
        moreSecurityOptions('apparmor=disable', 'label=xdisable', 'label=disabled'),
        'pass security_opts = no-new-privileges=true, apparmor=disable, label=xdisable, label=disabled',
      ],
      [moreSecurityOptions('label=type:svirt_apache_t'), 'pass security_opts = no-new-privileges=true, label=type:svirt_apache_t'],
    ],
    bad: [
      [moreSecurityOptions('label=disable'), 'fail security_opts = label=disable'],
      [moreSecurityOptions('label:disable'), 'fail security_opts = label=disable'],
      [moreSecurityOptions('label=type:spc_t'), 'fail security_opts = label=type:spc_t'],
    ],
    open: [[moreSecurityOptions(UNKNOWN), 'unknown security_opts = ${var.x}']],
    edge: [
      [securityOptions('seccomp=disable'), 'pass security_opts = seccomp=disable'],
      [securityOptions('label=disabled'), 'pass security_opts = label=disabled'],
      [securityOptions('label=not-disable'), 'pass security_opts = label=not-disable'],
    ],
  },
  engine: {
    good: [
      [[container(securityOptionFacts()), host({ seLinux: known(true) })], 'pass security_opts = none'],
      [[container(securityOptionFacts()), host({ seLinux: UNREAD })], 'pass security_opts = none'],
    ],
    bad: [[[container(securityOptionFacts('label=disable')), host()], 'fail security_opts = label=disable']],
    open: [[[container({ securityOptions: [UNREAD] }), host()], 'unknown security_opts = not read']],
    idle: [[container(), host()]],
  },
};
