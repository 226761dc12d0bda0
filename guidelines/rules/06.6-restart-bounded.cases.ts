import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    good: [
      [{ restart: null }, 'pass restart = not set'],
      [{ restart: 'on-failure', max_retry_count: 5 }, 'pass max_retry_count = 5'],
    ],
    bad: [
      [{ restart: 'always' }, 'fail restart = always'],
      [{ restart: 'on-failure' }, 'fail max_retry_count = not set'],
      [{ restart: 'on-failure', max_retry_count: 0 }, 'fail max_retry_count = 0'],
      [{ restart: 'on-failure', max_retry_count: 1_000_000 }, 'fail max_retry_count = 1000000'],
    ],
    open: [
      [{ restart: UNKNOWN }, 'unknown restart = ${var.x}'],
      [{ restart: 'on-failure', max_retry_count: UNKNOWN }, 'unknown max_retry_count = ${var.x}'],
    ],
    edge: [
      [{ restart: 'on-failure', max_retry_count: 1 }, 'pass max_retry_count = 1'],
      [{ restart: 'on-failure', max_retry_count: 100 }, 'pass max_retry_count = 100'],
      [{ restart: 'on-failure', max_retry_count: 101 }, 'fail max_retry_count = 101'],
    ],
  },
};
