import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [[{ working_dir: '/process' }, 'pass working_dir = /process']],
    bad: [
      [{ working_dir: '/proc/self/fd/8' }, 'fail working_dir = /proc/self/fd/8'],
      [{ working_dir: '/app/../sys' }, 'fail working_dir = /app/../sys'],
    ],
    open: [[{ working_dir: UNKNOWN }, 'unknown working_dir = ${var.x}']],
  },
};
