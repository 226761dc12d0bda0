import type { RuleCases } from '../cases/cases';
import { UNREAD, container, image, imageWithoutContent } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium', surfaces: ['live'] },
  engine: {
    good: [[[container(), image()], 'pass declared = true', 'pass dangling = false']],
    bad: [
      [[container({ declared: known(false) })], 'fail declared = false'],
      [[image({ isDangling: known(true) })], 'fail dangling = true'],
    ],
    open: [
      [[container({ declared: UNREAD })], 'unknown declared = not read'],
      [[image({ isDangling: UNREAD })], 'unknown dangling = not read'],
    ],
    idle: [[imageWithoutContent()]],
  },
};
