import type { RuleCases } from '../cases/cases';
import { UNREAD, container } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high', surfaces: ['live'] },
  engine: {
    good: [[[container()], 'pass drift = none']],
    bad: [
      [
        [
          container({
            drift: [
              known({ attribute: 'read_only', declared: 'true', live: 'false', rule: 'SDG-10.6' }),
              known({ attribute: 'memory', declared: '64', live: '0', rule: 'SDG-06.1' }),
              UNREAD,
            ],
          }),
        ],
        'unknown drift = not read',
        'fail memory = declared 64, live 0 (SDG-06.1)',
        'fail read_only = declared true, live false (SDG-10.6)',
      ],
    ],
    open: [
      [[container({ drift: [UNREAD] })], 'unknown drift = not read'],
      [[container({ declared: UNREAD })], 'unknown declared = not read'],
    ],
    idle: [[container({ declared: known(false), drift: [UNREAD] })]],
  },
};
