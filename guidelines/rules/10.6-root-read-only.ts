import { neverRuns } from '../never-runs';
import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const rootReadOnly = defineRule({
  id: 'SDG-10.6',
  severity: 'high',
  references: { cis: ['5.13'], owasp: [8], nist: ['4.4.4'] },
  title: 'the files of the image can be changed',
  impact: 'an intruder installs tools and stays; the layer grows on the disk of the host',
  remediation: 'drop the override and name what is written in `writable`, or use RootFilesystem.writable(reason)',
  exception: 'a program that changes itself, such as one that installs plugins at run time: prefer to name its paths in `writable`',
  appliesTo: ['container'],
  check: (facts) => (neverRuns(facts) ? [] : [expectValue('read_only', facts.readOnly, (readOnly) => readOnly)]),
});
