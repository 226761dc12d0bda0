import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'critical', unwaivable: true },
  configuration: {
    good: [[{ privileged: 'false' }, 'pass privileged = false']],
    bad: [
      [{ privileged: true }, 'fail privileged = true'],
      [{ privileged: 'true' }, 'fail privileged = true'],
    ],
    open: [[{ privileged: UNKNOWN }, 'unknown privileged = ${var.x}']],
  },
};
