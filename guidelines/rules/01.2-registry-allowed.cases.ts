import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  configuration: {
    good: [[{ image: 'index.docker.io/nginx:1' }, 'pass image = index.docker.io/nginx:1']],
    bad: [
      [{ image: 'acme/shop:1' }, 'fail image = acme/shop:1'],
      [{ image: 'docker.io/library-evil/nginx:1' }, 'fail image = docker.io/library-evil/nginx:1'],
      [{ image: 'localhost:5000/library/nginx:1' }, 'fail image = localhost:5000/library/nginx:1'],
    ],
    open: [[{ image: UNKNOWN }, 'unknown image = ${var.x}']],
  },
};
