import type { RuleCases } from '../cases/cases';
import { NEVER_STARTED_FACTS, UNREAD, container } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'high', surfaces: ['live'] },
  engine: {
    good: [
      [[container({}, { pids: known(1) })], 'pass pids_limit = 1'],
      [[container({}, { pids: known(32768) })], 'pass pids_limit = 32768'],
    ],
    bad: [
      [[container({}, { pids: known(undefined) })], 'fail pids_limit = not set'],
      [[container({}, { pids: known(0) })], 'fail pids_limit = 0'],
      [[container({}, { pids: known(-1) })], 'fail pids_limit = -1'],
      [[container({}, { pids: known(32769) })], 'fail pids_limit = 32769'],
    ],
    open: [[[container({}, { pids: UNREAD })], 'unknown pids_limit = not read']],
    idle: [[container(NEVER_STARTED_FACTS, { pids: known(undefined) })]],
  },
};
