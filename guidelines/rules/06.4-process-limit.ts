import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

/** As many as `Pids.atMost` takes, and all process numbers of a kernel with its default. */
const MOST = 32_768;

export const processLimit = defineRule({
  id: 'SDG-06.4',
  severity: 'high',
  references: { cis: ['5.29'], owasp: [7], nist: ['4.4.3'] },
  title: 'the number of processes is not limited, or by as many as a kernel has',
  impact: 'a fork bomb takes every process number of the kernel, and no neighbour can start anything',
  remediation: 'set `pids: Pids.atMost(…)`, 32768 at most: the deploy seals the container, for no argument of the provider can say it',
  exception: 'a slice in `cgroup_parent` that has a TasksMax of its own',
  appliesTo: ['container'],
  surfaces: ['live'],
  check: (facts) =>
    neverRuns(facts) ? [] : [expectValue('pids_limit', facts.engine.pids, (processes = 0) => processes > 0 && processes <= MOST)],
});
