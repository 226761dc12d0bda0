import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    bad: [
      [{ network_mode: 'host' }, 'fail network_mode = host', 'pass networks_advanced.name = front'],
      [{ networks_advanced: { name: 'host' } }, 'pass network_mode = front', 'fail networks_advanced.name = host'],
    ],
    open: [
      [
        { network_mode: UNKNOWN, networks_advanced: UNKNOWN },
        'unknown network_mode = ${var.x}',
        'unknown networks_advanced.name = ${var.x}',
      ],
    ],
  },
};
