import { mostCores } from '../bounds';
import type { CpuFacts } from '../facts/container-facts';
import { known, mapKnown, type Items, type Known } from '../facts/known';
import { neverRuns } from '../never-runs';
import { expectEach, expectSome } from '../outcome';
import { defineRule } from '../rule';

/** Microseconds, where none is set. */
const DEFAULT_PERIOD = 100_000;

function isSet(limit: number | undefined): limit is number {
  return (limit ?? 0) > 0;
}

/** Cores of each hard limit that is set, or may be. */
function coresIn({ quota, period, cores }: CpuFacts): Items<number> {
  const ofQuota = setIn(quota).map((time) =>
    time.known ? mapKnown(period, (microseconds) => time.value / (microseconds ?? DEFAULT_PERIOD)) : time,
  );
  return [...ofQuota, ...setIn(cores)];
}

function setIn(limit: Known<number | undefined>): Items<number> {
  if (!limit.known) return [limit];
  return isSet(limit.value) ? [known(limit.value)] : [];
}

export const cpuLimit = defineRule({
  id: 'SDG-06.3',
  severity: 'medium',
  references: { cis: ['5.12'], owasp: [7], nist: ['4.4.3'] },
  title: 'processor time is not shared out, or limited to more than the host has',
  impact: 'one busy loop slows down every neighbour',
  remediation: 'set `cpu: Cpu.cores(…)` to at most the cores of the host',
  appliesTo: ['container'],
  check: (facts, { host }) => {
    if (neverRuns(facts)) return [];
    const { shares, quota, cores } = facts.cpu;
    const most = mostCores(host);
    return [
      expectSome('cpu_shares, cpu_quota, cpus', [shares, quota, cores], isSet),
      ...expectEach('cores', coresIn(facts.cpu), (limit) => limit <= most, String),
    ];
  },
});
