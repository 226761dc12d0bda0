import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost, swarm } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  engine: {
    good: [
      [swarm({}), 'pass autolock = true', 'pass cert-expiry days = 90', 'pass listen-addr = 10.0.0.1:2377', 'pass managers = 3'],
      [
        swarm({ managers: known(7), listenAddress: known('[fd00::1]:2377') }),
        'pass autolock = true',
        'pass cert-expiry days = 90',
        'pass listen-addr = [fd00::1]:2377',
        'pass managers = 7',
      ],
    ],
    bad: [
      [
        swarm({ managers: known(2), autoLock: known(false), listenAddress: known('0.0.0.0:2377'), certificateDays: known(91) }),
        'fail autolock = false',
        'fail cert-expiry days = 91',
        'fail listen-addr = 0.0.0.0:2377',
        'fail managers = 2',
      ],
      [
        swarm({ managers: known(9), listenAddress: known(undefined), certificateDays: known(undefined) }),
        'pass autolock = true',
        'fail cert-expiry days = not set',
        'fail listen-addr = not set',
        'fail managers = 9',
      ],
      [
        swarm({ managers: known(undefined) }),
        'pass autolock = true',
        'pass cert-expiry days = 90',
        'pass listen-addr = 10.0.0.1:2377',
        'fail managers = not set',
      ],
    ],
    open: [
      [onHost({ swarm: UNREAD }), 'unknown swarm = not read'],
      [swarm({ isManager: UNREAD }), 'unknown swarm = not read'],
      [
        swarm({ managers: UNREAD, autoLock: UNREAD, listenAddress: UNREAD, certificateDays: UNREAD }),
        'unknown autolock = not read',
        'unknown cert-expiry days = not read',
        'unknown listen-addr = not read',
        'unknown managers = not read',
      ],
    ],
    idle: [onHost({}), swarm({ isManager: known(false) })],
  },
};
