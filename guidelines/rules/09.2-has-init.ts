import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const hasInit = defineRule({
  id: 'SDG-09.2',
  severity: 'low',
  references: {},
  title: 'no init process reaps processes whose parent has ended',
  impact: 'zombies fill the process limit until the app cannot start a process',
  remediation: 'drop `init = false`: HardenedContainer sets it',
  exception: 'an image that brings an init, such as tini or s6',
  appliesTo: ['container'],
  check: (facts) => (neverRuns(facts) ? [] : [expectValue('init', facts.init, (init) => init === true)]),
});
