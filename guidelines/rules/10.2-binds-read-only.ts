import { mapKnown } from '../facts/known';
import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';

export const bindsReadOnly = defineRule({
  id: 'SDG-10.2',
  severity: 'medium',
  references: { cis: ['5.6'], owasp: [8], nist: ['4.5.5'], pss: 'restricted' },
  title: 'a directory of the host can be written',
  impact: 'files that other programs of the host trust can be changed, and its disk be filled',
  remediation: 'set `read_only`, or use a Volume',
  exception: 'a directory of data that belongs to one tenant alone',
  appliesTo: ['container'],
  check: ({ hostPaths }) =>
    expectEach(
      'mounts.read_only',
      pluck(hostPaths, ({ readOnly, path }) => mapKnown(readOnly, (only) => ({ only, path }))),
      ({ only }) => only,
      ({ path }) => path,
    ),
});
