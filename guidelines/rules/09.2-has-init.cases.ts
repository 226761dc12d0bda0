import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    bad: [
      [{ init: false }, 'fail init = false'],
      [{ init: null }, 'fail init = not set'],
    ],
    open: [[{ init: UNKNOWN }, 'unknown init = ${var.x}']],
    idle: [NEVER_STARTED],
  },
};
