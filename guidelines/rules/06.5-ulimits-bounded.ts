import { contains, mapKnown, unknown } from '../facts/known';
import { neverRuns } from '../never-runs';
import { expectEach, expectValue, pluck } from '../outcome';
import { defineRule } from '../rule';

const MOST = 1_048_576;
/** `nproc` of a container with the most processes that `Pids.atMost` takes. */
const MOST_PROCESSES = 262_144;

interface NamedLimit {
  readonly name: string | undefined;
  readonly hard: number | undefined;
}

function isBounded({ name, hard = -1 }: NamedLimit): boolean {
  return hard >= 0 && hard <= (name === 'nproc' ? MOST_PROCESSES : MOST);
}

export const ulimitsBounded = defineRule({
  id: 'SDG-06.5',
  severity: 'low',
  references: { cis: ['2.8', '5.19'], owasp: [7] },
  title: 'a process may open more files, or start more processes, than the host has to give',
  impact: 'the table of open files of the kernel runs full for all',
  remediation: 'drop the limit, or set `openFiles` to at most 1048576; `nproc` is at most 262144',
  exception: 'a database that needs more files than the engine allows: set a limit of its own',
  appliesTo: ['container'],
  check: (facts, { host }) => {
    if (neverRuns(facts)) return [];
    if (facts.ulimits.length === 0) {
      const isSet =
        host === undefined ? unknown('not set: the engine decides') : contains(host.daemon.defaultUlimits, (name) => name === 'nofile');
      const said = (has: boolean): string => `not set: the engine sets ${has ? 'nofile' : 'no nofile'}`;
      return [expectValue('ulimit', isSet, (has) => has, said)];
    }
    return expectEach(
      'ulimit.hard',
      pluck(facts.ulimits, ({ name, hard }) => mapKnown(hard, (limit) => ({ name: name.known ? name.value : undefined, hard: limit }))),
      isBounded,
      ({ hard }) => (hard === undefined ? 'not set' : String(hard)),
    );
  },
});
