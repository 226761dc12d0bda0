import { UNKNOWN, capabilities } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [[{ capabilities: { drop: ['NET_RAW'] } }, 'pass capabilities.add = none', 'pass capabilities.drop = NET_RAW']],
    bad: [
      [{ capabilities: null }, 'pass capabilities.add = none', 'fail capabilities.drop = not set'],
      [{ capabilities: { drop: ['ALL'], add: ['CAP_NET_RAW'] } }, 'fail capabilities.add = NET_RAW', 'pass capabilities.drop = ALL'],
    ],
    open: [[{ capabilities: { drop: ['ALL'], add: [UNKNOWN] } }, 'unknown capabilities.add = ${var.x}', 'pass capabilities.drop = ALL']],
    edge: [
      [capabilities(['ALL'], ['ALL']), 'fail capabilities.add = ALL', 'pass capabilities.drop = ALL'],
      [capabilities(['ALL'], ['CHOWN']), 'pass capabilities.add = CHOWN', 'pass capabilities.drop = ALL'],
      [capabilities(['CHOWN']), 'pass capabilities.add = none', 'fail capabilities.drop = CHOWN'],
    ],
  },
};
