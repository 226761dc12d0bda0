import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ tmpfs: null, mounts: { type: 'tmpfs', target: '/x', tmpfs_options: { size_bytes: 4096 } } }, 'pass tmpfs size = 4096']],
    bad: [
      [{ tmpfs: { '/tmp': '' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: { '/tmp': 'size=0' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: { '/tmp': 'size=50%' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: null, mounts: { type: 'tmpfs', target: '/x' } }, 'fail tmpfs size = not set'],
      [{ tmpfs: null, mounts: { type: 'tmpfs', target: '/x', tmpfs_options: { size_bytes: 0 } } }, 'fail tmpfs size = not set'],
    ],
    open: [
      [{ tmpfs: { '/tmp': UNKNOWN } }, 'unknown tmpfs size = ${var.x}'],
      [{ tmpfs: { [UNKNOWN]: 'size=1m' } }, 'unknown tmpfs size = ${var.x}'],
      [{ tmpfs: null, mounts: { type: UNKNOWN, target: '/x' } }, 'unknown tmpfs size = ${var.x}'],
    ],
    idle: [{ tmpfs: null }],
  },
};
