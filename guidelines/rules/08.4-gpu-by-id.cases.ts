import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    good: [[{ device_requests: { driver: 'nvidia', device_ids: ['GPU-1'] } }, 'pass gpus = GPU-1']],
    bad: [
      [{ gpus: 'all' }, 'fail gpus = all'],
      [{ device_requests: [{ count: -1 }] }, 'fail gpus = -1'],
    ],
    open: [[{ gpus: UNKNOWN }, 'unknown gpus = ${var.x}']],
    idle: [{}],
  },
};
