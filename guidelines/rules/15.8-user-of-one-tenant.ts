import { neverRuns } from '../never-runs';
import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';
import { isOwn, format } from '../sharing';

export const userOfOneTenant = defineRule({
  id: 'SDG-15.8',
  severity: 'low',
  references: { owasp: [2], nist: ['4.3.4'] },
  title: 'two tenants run as the same user',
  impact: 'limits that the kernel counts per user are shared, and files of one belong to the other',
  remediation: 'leave out `user`: every app gets a number of its own',
  appliesTo: ['container'],
  check: (container, context) => {
    if (neverRuns(container) || (container.user.known && container.user.value === undefined)) return [];
    return expectEach(
      'user',
      pluck([container.user], (user) => context.sharesUser(container, user?.user ?? '')),
      isOwn,
      format,
    );
  },
});
