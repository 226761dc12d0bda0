import { UNKNOWN, capabilities } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [[{ capabilities: { drop: ['cap_setuid', 'SETGID', 'SETPCAP', 'CAP_SETFCAP'] } }, 'pass capabilities.add = none']],
    bad: [
      [{ capabilities: null }, 'pass capabilities.add = none', 'fail capabilities.drop = not set'],
      [{ capabilities: { drop: ['SETUID'] } }, 'pass capabilities.add = none', 'fail capabilities.drop = SETUID'],
      [
        { capabilities: { drop: ['ALL'], add: ['CAP_SETUID', 'setgid'] } },
        'fail capabilities.add = SETGID',
        'fail capabilities.add = SETUID',
      ],
    ],
    open: [
      [{ capabilities: UNKNOWN }, 'unknown capabilities.add = ${var.x}', 'unknown capabilities.drop = ${var.x}'],
      [{ capabilities: { drop: ['ALL'], add: [UNKNOWN] } }, 'unknown capabilities.add = ${var.x}'],
    ],
    edge: [
      [capabilities(['ALL'], ['ALL']), 'fail capabilities.add = ALL'],
      [capabilities(['ALL'], ['CHOWN']), 'pass capabilities.add = CHOWN'],
      ...['SETUID', 'SETGID', 'SETPCAP', 'SETFCAP'].flatMap((name, _, all): readonly ConfigurationCase[] => [
        [capabilities(['ALL'], [name]), `fail capabilities.add = ${name}`],
        [
          capabilities(all.filter((other) => other !== name)),
          'pass capabilities.add = none',
          `fail capabilities.drop = ${all.filter((other) => other !== name).join(', ')}`,
        ],
      ]),
    ],
  },
};
