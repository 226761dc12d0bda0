import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    bad: [
      [{ read_only: false }, 'fail read_only = false'],
      [{ read_only: null }, 'fail read_only = false'],
    ],
    open: [[{ read_only: UNKNOWN }, 'unknown read_only = ${var.x}']],
    idle: [NEVER_STARTED],
  },
};
