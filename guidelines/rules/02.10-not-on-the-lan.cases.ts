import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, network } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    type: 'docker_network',
    good: [[{ driver: 'bridge' }, 'pass driver = bridge']],
    bad: [
      [{ driver: 'macvlan', options: { parent: 'eth0' } }, 'fail driver = macvlan'],
      [{ driver: 'ipvlan', options: { parent: 'eth0' } }, 'fail driver = ipvlan'],
      [{ driver: 'macvlan', internal: true }, 'fail driver = macvlan'],
    ],
    open: [[{ driver: UNKNOWN }, 'unknown driver = ${var.x}']],
    edge: [
      [{ driver: null }, 'pass driver = not set'],
      [{ driver: 'overlay' }, 'pass driver = overlay'],
    ],
  },
  engine: {
    good: [[[network()], 'pass driver = bridge']],
    bad: [[[network({ driver: known('macvlan') })], 'fail driver = macvlan']],
    open: [[[network({ driver: UNREAD })], 'unknown driver = not read']],
  },
};
