import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    bad: [[{ healthcheck: { test: ['NONE'] } }, 'fail healthcheck.test = NONE']],
    open: [
      [{ healthcheck: UNKNOWN }, 'unknown healthcheck.test = ${var.x}'],
      [{ healthcheck: null }, 'unknown healthcheck = not set: the image decides'],
    ],
    idle: [{ must_run: false }, NEVER_STARTED],
  },
};
