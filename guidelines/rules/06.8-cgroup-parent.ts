import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const cgroupParent = defineRule({
  id: 'SDG-06.8',
  severity: 'low',
  references: { cis: ['5.25', '2.10'], owasp: [7] },
  title: 'the container is put below a control group that is not for tenants, or is spared when memory runs out',
  impact: 'it shares the limits of the services of the host, or has none; the kernel kills services of the host in its place',
  remediation: 'drop `cgroup_parent`, or name a slice such as "tenant-acme.slice"',
  appliesTo: ['container'],
  check: ({ cgroupParent, engine }, { surface }) => [
    expectValue(
      'cgroup_parent',
      cgroupParent,
      (parent) => parent === undefined || parent === '' || /^(tenant|appengine)-[\w.-]+\.slice$/.test(parent),
    ),
    ...(surface === 'live'
      ? [
          expectValue('oom_kill_disable', engine.oomKillDisabled, (isOff) => !isOff),
          expectValue('oom_score_adj', engine.oomScore, (score = 0) => score >= 0),
        ]
      : []),
  ],
});
