import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const noSwap = defineRule({
  id: 'SDG-06.2',
  severity: 'low',
  references: { owasp: [7] },
  title: 'swap comes on top of the memory limit',
  impact: 'a container that thrashes makes the disk slow for all',
  remediation: 'set `memory_swap` to the value of `memory`',
  appliesTo: ['container'],
  check: (facts) => {
    if (neverRuns(facts) || (facts.memory.known && (facts.memory.value ?? 0) <= 0)) return [];
    const { memory } = facts;
    if (!memory.known) return [expectValue('memory', memory, () => true)];
    return [expectValue('memory_swap', facts.memorySwap, (swap) => swap === memory.value)];
  },
});
