import { UNKNOWN, moreSecurityOptions, securityOptions } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, host, securityOptionFacts } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [
      [moreSecurityOptions('seccomp=builtin'), 'pass security_opts = no-new-privileges=true'],
      [{ security_opts: ['no-new-privileges'] }, 'pass security_opts = no-new-privileges=true'],
      [{ security_opts: ['no-new-privileges=true'] }, 'pass security_opts = no-new-privileges=true'],
    ],
    bad: [
      [{ security_opts: [] }, 'fail security_opts = no-new-privileges is not set'],
      [{ security_opts: ['no-new-privileges:false'] }, 'fail security_opts = no-new-privileges=false'],
      [{ security_opts: ['no-new-privileges=false'] }, 'fail security_opts = no-new-privileges=false'],
      [{ security_opts: ['no-new-privileges:true', 'no-new-privileges:false'] }, 'fail security_opts = no-new-privileges=false'],
    ],
    open: [
      [{ security_opts: UNKNOWN }, 'unknown security_opts = ${var.x}'],
      [moreSecurityOptions(UNKNOWN), 'unknown security_opts = ${var.x}'],
    ],
    edge: [[securityOptions('seccomp=builtin'), 'fail security_opts = no-new-privileges is not set']],
  },
  engine: {
    good: [
      [
        [container(securityOptionFacts()), host({ noNewPrivileges: known(true) })],
        'pass security_opts = not set: the engine sets no-new-privileges',
      ],
    ],
    bad: [
      [[container(securityOptionFacts()), host()], 'fail security_opts = no-new-privileges is not set'],
      [[container(securityOptionFacts()), host({ noNewPrivileges: UNREAD })], 'fail security_opts = no-new-privileges is not set'],
      [
        [container(securityOptionFacts('no-new-privileges=false')), host({ noNewPrivileges: known(true) })],
        'fail security_opts = no-new-privileges=false',
      ],
    ],
    open: [[[container({ securityOptions: [UNREAD] }), host({ noNewPrivileges: known(true) })], 'unknown security_opts = not read']],
  },
};
