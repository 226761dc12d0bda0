import { contains, unknown } from '../facts/known';
import { neverRuns } from '../never-runs';
import { expectEach, expectValue, pluck } from '../outcome';
import { defineRule } from '../rule';

const MOST = 1_048_576;

export const ulimitsBounded = defineRule({
  id: 'SDG-06.5',
  severity: 'low',
  references: { cis: ['2.8', '5.19'], owasp: [7] },
  title: 'a process may open more files, or start more processes, than the host has to give',
  impact: 'the table of open files of the kernel runs full for all',
  remediation: 'drop the limit, or set `openFiles` to at most 1048576',
  exception: 'a database that needs more files than the engine allows: set a limit of its own',
  appliesTo: ['container'],
  check: (facts, { host }) => {
    if (neverRuns(facts)) return [];
    if (facts.ulimits.length === 0) {
      const isSet =
        host === undefined ? unknown('not set: the engine decides') : contains(host.daemon.defaultUlimits, (name) => name === 'nofile');
      const said = (isBounded: boolean): string => `not set: the engine sets ${isBounded ? 'nofile' : 'no nofile'}`;
      return [expectValue('ulimit', isSet, (isBounded) => isBounded, said)];
    }
    return expectEach(
      'ulimit.hard',
      pluck(facts.ulimits, ({ hard }) => hard),
      (limit) => limit !== undefined && limit >= 0 && limit <= MOST,
    );
  },
});
