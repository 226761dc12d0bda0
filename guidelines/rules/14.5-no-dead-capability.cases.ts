import { UNKNOWN, capabilities, securityOptions } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    good: [[{ user: '0', capabilities: { add: ['CHOWN'] } }, 'pass capabilities.add = CHOWN']],
    bad: [[{ capabilities: { add: ['CHOWN'] } }, 'fail capabilities.add = CHOWN']],
    open: [
      [{ user: UNKNOWN, capabilities: { add: ['CHOWN'] } }, 'unknown capabilities.add = ${var.x}'],
      [{ security_opts: UNKNOWN, capabilities: { add: ['CHOWN'] } }, 'unknown capabilities.add = ${var.x}'],
      [{ capabilities: { add: [UNKNOWN] } }, 'unknown capabilities.add = ${var.x}'],
    ],
    idle: [{}],
    edge: [
      [
        { ...securityOptions('no-new-privileges:false', 'label=true'), ...capabilities(['ALL'], ['CHOWN']) },
        'pass capabilities.add = CHOWN',
      ],
      [{ ...securityOptions('label=true'), ...capabilities(['ALL'], ['CHOWN']) }, 'pass capabilities.add = CHOWN'],
      [{ user: null, ...capabilities(['ALL'], ['CHOWN']) }, 'pass capabilities.add = CHOWN'],
    ],
  },
};
