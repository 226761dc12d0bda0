import type { RuleCases } from '../cases/cases';
import { onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [[onHost({}), 'pass kernel = 6.18.44-cloud']],
    bad: [[onHost({ versions: { kernel: known('6.12.86+deb13-amd64') } }), 'fail kernel = 6.12.86+deb13-amd64']],
    open: [
      [onHost({ versions: { kernel: known('6.1.0-39-amd64') } }), 'unknown kernel = 6.1.0-39-amd64: Debian mends it under the same number'],
    ],
  },
};
