import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    bad: [[{ cgroupns_mode: 'host' }, 'fail cgroupns_mode = host']],
    open: [
      [{ cgroupns_mode: UNKNOWN }, 'unknown cgroupns_mode = ${var.x}'],
      [{ cgroupns_mode: null }, 'unknown cgroupns_mode = not set: the engine decides'],
    ],
    idle: [NEVER_STARTED],
  },
};
