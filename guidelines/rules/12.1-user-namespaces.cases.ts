import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high' },
  engine: {
    good: [[onHost({}), 'pass userns-remap = true']],
    bad: [[onHost({ userNamespaces: known(false) }), 'fail userns-remap = false']],
    open: [[onHost({ userNamespaces: UNREAD }), 'unknown userns-remap = not read']],
  },
};
