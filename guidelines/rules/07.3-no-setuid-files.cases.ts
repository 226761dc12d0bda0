import type { RuleCases } from '../cases/cases';
import { UNREAD, image, imageWithoutContent } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'low', surfaces: ['live'] },
  engine: {
    good: [[[image()], 'pass setuid files = none']],
    bad: [
      [[image({ setuidFiles: [known('/bin/su'), known('/bin/mount')] })], 'fail setuid files = /bin/mount', 'fail setuid files = /bin/su'],
    ],
    open: [[[image({ setuidFiles: [UNREAD] })], 'unknown setuid files = not read']],
    idle: [[imageWithoutContent()]],
  },
};
