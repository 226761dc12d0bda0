import { neverRuns } from '../never-runs';
import { expectSome } from '../outcome';
import { defineRule } from '../rule';

export const cpuLimit = defineRule({
  id: 'SDG-06.3',
  severity: 'medium',
  references: { cis: ['5.12'], owasp: [7], nist: ['4.4.3'] },
  title: 'processor time is not shared out',
  impact: 'one busy loop slows down every neighbour',
  remediation: 'set `cpu: Cpu.cores(…)`',
  appliesTo: ['container'],
  check: (facts) =>
    neverRuns(facts)
      ? []
      : [
          expectSome(
            'cpu_shares, cpu_quota, cpus',
            [facts.cpu.shares, facts.cpu.quota, facts.cpu.cores],
            (limit) => limit !== undefined && limit > 0,
          ),
        ],
});
