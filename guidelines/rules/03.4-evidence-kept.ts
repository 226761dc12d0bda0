import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const evidenceKept = defineRule({
  id: 'SDG-03.4',
  severity: 'low',
  references: { nist: ['4.4.5'] },
  title: 'the container disappears as soon as it ends',
  impact: 'its file system and its logs are gone before they can be examined',
  remediation: 'drop `rm`',
  exception: 'a job that is started again and again, whose output is kept elsewhere',
  appliesTo: ['container'],
  check: ({ autoRemove, isLongRunning }) =>
    isLongRunning.known && !isLongRunning.value ? [] : [expectValue('rm', autoRemove, (removes) => !removes)],
});
