import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const memoryLimit = defineRule({
  id: 'SDG-06.1',
  severity: 'medium',
  references: { cis: ['5.11'], owasp: [7], nist: ['4.4.3'] },
  title: 'memory is not limited',
  impact: 'one leak takes the memory of the host, and the kernel kills neighbours',
  remediation: 'set `memory: Memory.mebibytes(…)`, or use Memory.unlimited(reason)',
  appliesTo: ['container'],
  check: (facts) => (neverRuns(facts) ? [] : [expectValue('memory', facts.memory, (mebibytes) => (mebibytes ?? 0) > 0)]),
});
