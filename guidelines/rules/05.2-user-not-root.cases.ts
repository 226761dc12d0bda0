import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [[{ user: '65532' }, 'pass user = 65532']],
    bad: [
      [{ user: null }, 'fail user = not set'],
      [{ user: '' }, 'fail user = not set'],
      [{ user: '0' }, 'fail user = 0'],
      [{ user: 'root' }, 'fail user = 0'],
      [{ user: 'root:users' }, 'fail user = 0'],
      [{ user: '00:1000' }, 'fail user = 0'],
      [{ user: ':1000' }, 'fail user = 0'],
    ],
    open: [
      [{ user: UNKNOWN }, 'unknown user = ${var.x}'],
      [{ user: 'node' }, 'unknown user = node: the image says which number it is'],
    ],
  },
};
