import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';
import { UNREAD, container, host } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    bad: [
      [{ memory: null }, 'fail memory = not set'],
      [{ memory: 0 }, 'fail memory = 0'],
      [{ memory: 262145 }, 'fail memory = 262145'],
    ],
    open: [[{ memory: UNKNOWN }, 'unknown memory = ${var.x}']],
    idle: [NEVER_STARTED],
    edge: [
      [{ memory: 1 }, 'pass memory = 1'],
      [{ memory: -1 }, 'fail memory = -1'],
      [{ memory: 262144 }, 'pass memory = 262144'],
    ],
  },
  engine: {
    good: [
      [[container(), host()], 'pass memory = 64'],
      [[container({ memory: known(4096) }), host()], 'pass memory = 4096'],
      [[container({ memory: known(262144) }), host({ memory: UNREAD })], 'pass memory = 262144'],
      [[container({ memory: known(262144) }), host({ memory: known(undefined) })], 'pass memory = 262144'],
    ],
    bad: [[[container({ memory: known(4097) }), host()], 'fail memory = 4097']],
    open: [[[container({ memory: UNREAD }), host()], 'unknown memory = not read']],
  },
};
