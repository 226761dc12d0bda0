import { UNKNOWN } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

const DIGEST = `sha256:${'b'.repeat(64)}`;

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [
      [{ image: DIGEST }, `pass image = ${DIGEST}`],
      [{ image: 'appengine.invalid/acme/shop:0123456789ab' }, 'pass image = appengine.invalid/acme/shop:0123456789ab'],
    ],
    bad: [
      [{ image: 'nginx' }, 'fail image = nginx'],
      [{ image: 'nginx:latest' }, 'fail image = nginx:latest'],
      [{ image: 'localhost:5000/nginx' }, 'fail image = localhost:5000/nginx'],
      [{ image: 'nginx@sha256:abc' }, 'fail image = nginx@sha256:abc'],
      [{ image: 'appengine.invalid/acme/shop:v1' }, 'fail image = appengine.invalid/acme/shop:v1'],
    ],
    open: [
      [{ image: UNKNOWN }, 'unknown image = ${var.x}'],
      [
        { image: 'nginx@${data.docker_registry_image.n.sha256_digest}' },
        'unknown image = nginx@${data.docker_registry_image.n.sha256_digest}',
      ],
    ],
  },
};
