import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ tmpfs: { '/tmp': 'noexec,size=1m' } }, 'pass tmpfs options = noexec']],
    bad: [
      [{ tmpfs: { '/tmp': 'exec' } }, 'fail tmpfs options = exec'],
      [{ tmpfs: { '/tmp': 'nosuid,suid,size=1m' } }, 'fail tmpfs options = nosuid,suid'],
      [{ tmpfs: { '/tmp': 'dev' } }, 'fail tmpfs options = dev'],
    ],
    open: [[{ tmpfs: UNKNOWN }, 'unknown tmpfs options = ${var.x}']],
    idle: [{ tmpfs: null }],
    edge: [[{ tmpfs: { '/tmp': 'size=1m' } }, 'pass tmpfs options = default']],
  },
};
