import { mostMemory } from '../bounds';
import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const memoryLimit = defineRule({
  id: 'SDG-06.1',
  severity: 'medium',
  references: { cis: ['5.11'], owasp: [7], nist: ['4.4.3'] },
  title: 'memory is not limited, or by more than the host has',
  impact: 'one leak takes the memory of the host, and the kernel kills neighbours',
  remediation: 'set `memory: Memory.mebibytes(…)`, or use Memory.unlimited(reason)',
  exception: 'a database on a host of its own that needs more than 256 GiB, which is the bound where the host is not known',
  appliesTo: ['container'],
  check: (facts, { host }) => {
    if (neverRuns(facts)) return [];
    const most = mostMemory(host);
    return [expectValue('memory', facts.memory, (mebibytes = 0) => mebibytes > 0 && mebibytes <= most)];
  },
});
