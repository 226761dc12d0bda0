import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const privateCgroups = defineRule({
  id: 'SDG-12.3',
  severity: 'medium',
  references: { nist: ['4.4.3'] },
  title: 'the container sees the control groups of the host',
  impact: 'it learns what runs beside it, and a writable cgroup mount leads out (CVE-2022-0492)',
  remediation: 'drop `cgroupns_mode = "host"`: HardenedContainer sets it to private',
  appliesTo: ['container'],
  check: (facts) => {
    if (neverRuns(facts)) return [];
    const { cgroupNamespace: mode } = facts;
    if (mode.known && (mode.value ?? '') === '')
      return [{ status: 'unknown', attribute: 'cgroupns_mode', value: 'not set: the engine decides' }];
    return [expectValue('cgroupns_mode', mode, (namespace) => namespace === 'private')];
  },
});
