import { expectValue } from '../outcome';
import { defineRule } from '../rule';

/** As many as `RestartPolicy.onFailure` takes. */
const MOST_RETRIES = 100;

export const restartBounded = defineRule({
  id: 'SDG-06.6',
  severity: 'low',
  references: { cis: ['5.15'], owasp: [7] },
  title: 'the container comes back for ever',
  impact: 'a crash loop burns the processor, and a stopped container is back after a reboot',
  remediation: 'use RestartPolicy.unlessStopped() or RestartPolicy.onFailure(attempts)',
  appliesTo: ['container'],
  check: ({ restart, maxRetries }) => {
    if (restart.known && restart.value === 'on-failure')
      return [expectValue('max_retry_count', maxRetries, (retries = 0) => retries > 0 && retries <= MOST_RETRIES)];
    return [expectValue('restart', restart, (mode) => mode !== 'always')];
  },
});
