import { expectValue } from '../outcome';
import { defineRule } from '../rule';

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
      return [expectValue('max_retry_count', maxRetries, (retries) => (retries ?? 0) > 0)];
    return [expectValue('restart', restart, (mode) => mode !== 'always')];
  },
});
