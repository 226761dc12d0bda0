import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [
      [{ cpu_shares: null, cpu_quota: 1000 }, 'pass cpu_shares, cpu_quota, cpus = 1000'],
      [{ cpu_shares: UNKNOWN, cpus: '0.5' }, 'pass cpu_shares, cpu_quota, cpus = 0.5'],
    ],
    bad: [[{ cpu_shares: 0 }, 'fail cpu_shares, cpu_quota, cpus = 0, not set, not set']],
    open: [[{ cpu_shares: null, cpus: UNKNOWN }, 'unknown cpu_shares, cpu_quota, cpus = ${var.x}']],
    idle: [NEVER_STARTED],
  },
};
