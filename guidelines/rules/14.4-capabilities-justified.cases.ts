import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    bad: [[{ capabilities: { add: ['CHOWN'] } }, 'fail capabilities.add = CHOWN']],
    open: [[{ capabilities: { add: [UNKNOWN] } }, 'unknown capabilities.add = ${var.x}']],
  },
};
