import { neverRuns } from '../never-runs';
import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';
import { isOwn, shown } from '../sharing';

export const userOfOneTenant = defineRule({
  id: 'SDG-15.8',
  severity: 'low',
  references: { owasp: [2], nist: ['4.3.4'] },
  title: 'two tenants run as the same user',
  opens: 'limits that the kernel counts per user are shared, and files of one belong to the other',
  fix: 'leave out `user`: every app gets a number of its own',
  appliesTo: ['container'],
  check: (container, surroundings) => {
    if (neverRuns(container) || (container.user.known && container.user.value === undefined)) return [];
    return expectEach(
      'user',
      pluck([container.user], (user) => surroundings.sharesUser(container, user?.user ?? '')),
      isOwn,
      shown,
    );
  },
});
