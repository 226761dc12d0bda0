import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [[{ capabilities: [{ drop: ['all', UNKNOWN] }] }, 'pass capabilities.drop = ALL']],
    bad: [
      [{ capabilities: null }, 'fail capabilities.drop = not set'],
      [{ capabilities: { drop: ['NET_RAW'] } }, 'fail capabilities.drop = NET_RAW'],
    ],
    open: [[{ capabilities: { drop: [UNKNOWN] } }, 'unknown capabilities.drop = ${var.x}']],
  },
};
