import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const cgroupParent = defineRule({
  id: 'SDG-06.8',
  severity: 'low',
  references: { cis: ['5.25', '2.10'], owasp: [7] },
  title: 'the container is put below a control group that is not for tenants',
  opens: 'it shares the limits of the services of the host, or has none',
  fix: 'drop `cgroup_parent`, or name a slice such as "tenant-acme.slice"',
  appliesTo: ['container'],
  check: ({ cgroupParent }) => [
    expectValue(
      'cgroup_parent',
      cgroupParent,
      (parent) => parent === undefined || parent === '' || /^(tenant|appengine)-[\w.-]+\.slice$/.test(parent),
    ),
  ],
});
