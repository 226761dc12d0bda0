import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const nothingUnmanaged = defineRule({
  id: 'SDG-17.2',
  severity: 'medium',
  references: { cis: ['6.1', '6.2'], nist: ['4.4.5'] },
  title: 'a resource on the engine is not declared, or no longer used',
  impact: 'a container that no review saw and no update reaches; an old image that can be started again with its holes',
  remediation: 'declare it or remove it; `docker image prune` removes images without a name',
  exception: 'an agent of the host that something else manages: name it in a waiver',
  appliesTo: ['container', 'image'],
  surfaces: ['live'],
  check: (facts) => {
    if (facts.kind === 'container') return [expectValue('declared', facts.declared, (isDeclared) => isDeclared)];
    return facts.content === undefined ? [] : [expectValue('dangling', facts.content.isDangling, (isDangling) => !isDangling)];
  },
});
