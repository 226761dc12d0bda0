import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    bad: [[{ rm: true }, 'fail rm = true']],
    open: [[{ rm: UNKNOWN }, 'unknown rm = ${var.x}']],
    idle: [{ must_run: false, rm: true }],
  },
};
