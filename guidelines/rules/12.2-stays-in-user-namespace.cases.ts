import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, host } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    bad: [[{ userns_mode: 'host' }, 'fail userns_mode = host']],
    open: [[{ userns_mode: UNKNOWN }, 'unknown userns_mode = ${var.x}']],
  },
  engine: {
    good: [
      [[container(), host()], 'pass userns_mode = not set'],
      [[container(), host({ userNamespaces: UNREAD })], 'pass userns_mode = not set'],
    ],
    bad: [
      [[container({ usernsMode: known('host') }), host()], 'fail userns_mode = host'],
      [[container({ usernsMode: known('host') }), host({ userNamespaces: known(false) })], 'fail userns_mode = host'],
    ],
    open: [[[container({ usernsMode: UNREAD }), host({ userNamespaces: known(false) })], 'unknown userns_mode = not read']],
    idle: [[container(), host({ userNamespaces: known(false) })]],
  },
};
