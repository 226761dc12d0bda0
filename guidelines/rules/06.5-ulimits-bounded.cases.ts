import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, host } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    good: [
      [{ ulimit: [{ name: 'core', hard: 0 }] }, 'pass ulimit.hard = 0'],
      [{ ulimit: { name: 'nofile', hard: 1048576 } }, 'pass ulimit.hard = 1048576'],
    ],
    bad: [
      [{ ulimit: [{ name: 'nofile', hard: -1 }] }, 'fail ulimit.hard = -1'],
      [{ ulimit: [{ name: 'nofile', hard: 1048577 }] }, 'fail ulimit.hard = 1048577'],
      [{ ulimit: [{ name: 'nofile' }] }, 'fail ulimit.hard = not set'],
    ],
    open: [
      [{ ulimit: null }, 'unknown ulimit = not set: the engine decides'],
      [{ ulimit: [{ name: 'nofile', hard: UNKNOWN }] }, 'unknown ulimit.hard = ${var.x}'],
    ],
    idle: [NEVER_STARTED],
    edge: [
      [{ ulimit: [{ name: 'core', hard: 0 }] }, 'pass ulimit.hard = 0'],
      [{ ulimit: [{ name: 'core' }] }, 'fail ulimit.hard = not set'],
      [{ ulimit: [{ name: 'nproc', hard: 262144 }] }, 'pass ulimit.hard = 262144'],
      [{ ulimit: [{ name: 'nproc', hard: 262145 }] }, 'fail ulimit.hard = 262145'],
      [{ ulimit: [{ name: UNKNOWN, hard: 262145 }] }, 'pass ulimit.hard = 262145'],
    ],
  },
  engine: {
    good: [
      [[container({ ulimits: [] }), host()], 'pass ulimit = not set: the engine sets nofile'],
      [[container(), host({ daemon: { defaultUlimits: [] } })], 'pass ulimit.hard = 1024'],
    ],
    bad: [
      [
        [container({ ulimits: [] }), host({ daemon: { defaultUlimits: [known('nproc')] } })],
        'fail ulimit = not set: the engine sets no nofile',
      ],
    ],
    open: [
      [[container({ ulimits: [] }), host({ daemon: { defaultUlimits: [known('nproc'), UNREAD] } })], 'unknown ulimit = not read'],
      [[container({ ulimits: [] })], 'unknown ulimit = not set: the engine decides'],
    ],
  },
};
