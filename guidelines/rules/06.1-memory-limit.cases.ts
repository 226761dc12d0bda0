import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    bad: [
      [{ memory: null }, 'fail memory = not set'],
      [{ memory: 0 }, 'fail memory = 0'],
    ],
    open: [[{ memory: UNKNOWN }, 'unknown memory = ${var.x}']],
    idle: [NEVER_STARTED],
    edge: [[{ memory: 1 }, 'pass memory = 1']],
  },
};
