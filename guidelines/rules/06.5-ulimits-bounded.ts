import { neverRuns } from '../never-runs';
import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';

const MOST = 1_048_576;

export const ulimitsBounded = defineRule({
  id: 'SDG-06.5',
  severity: 'low',
  references: { cis: ['2.8', '5.19'], owasp: [7] },
  title: 'a process may open more files, or start more processes, than the host has to give',
  opens: 'the table of open files of the kernel runs full for all',
  fix: 'drop the limit, or set `openFiles` to at most 1048576',
  appliesTo: ['container'],
  check: (facts) => {
    if (neverRuns(facts)) return [];
    if (facts.ulimits.length === 0) return [{ status: 'unknown', attribute: 'ulimit', value: 'not set: the engine decides' }];
    return expectEach(
      'ulimit.hard',
      pluck(facts.ulimits, ({ hard }) => hard),
      (limit) => limit !== undefined && limit >= 0 && limit <= MOST,
    );
  },
});
