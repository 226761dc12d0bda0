import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';

export const memoryFilesBounded = defineRule({
  id: 'SDG-06.7',
  severity: 'medium',
  references: { cis: ['2.11'], owasp: [7] },
  title: 'a file system in memory has no bound',
  impact: 'writing files takes the memory of the host',
  remediation: 'give it a size: WritablePath.tmpfs(path, size)',
  appliesTo: ['container'],
  check: ({ tmpfs }) =>
    expectEach(
      'tmpfs size',
      pluck(tmpfs, ({ bytes }) => bytes),
      (bytes) => bytes !== undefined,
    ),
});
