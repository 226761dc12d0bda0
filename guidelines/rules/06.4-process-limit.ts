import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const processLimit = defineRule({
  id: 'SDG-06.4',
  severity: 'high',
  references: { cis: ['5.29'], owasp: [7], nist: ['4.4.3'] },
  title: 'the number of processes is not limited',
  impact: 'a fork bomb takes every process number of the kernel, and no neighbour can start anything',
  remediation: 'set `pids: Pids.atMost(…)`: the deploy seals the container, for no argument of the provider can say it',
  exception: 'a slice in `cgroup_parent` that has a TasksMax of its own',
  appliesTo: ['container'],
  surfaces: ['live'],
  check: (facts) => (neverRuns(facts) ? [] : [expectValue('pids_limit', facts.engine.pids, (processes) => (processes ?? 0) > 0)]),
});
