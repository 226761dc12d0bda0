import { NEVER_STARTED, UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'low' },
  configuration: {
    bad: [
      [{ memory_swap: null }, 'fail memory_swap = not set'],
      [{ memory_swap: -1 }, 'fail memory_swap = -1'],
      [{ memory_swap: 65 }, 'fail memory_swap = 65'],
    ],
    open: [
      [{ memory_swap: UNKNOWN }, 'unknown memory_swap = ${var.x}'],
      [{ memory: UNKNOWN }, 'unknown memory = ${var.x}'],
    ],
    idle: [NEVER_STARTED, { memory: null }, { memory: 0 }],
  },
};
