import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const notPrivileged = defineRule({
  id: 'SDG-05.1',
  severity: 'critical',
  references: { cis: ['5.5'], owasp: [3], nist: ['4.4.3'], pss: 'baseline' },
  title: 'a privileged container is root on the host',
  impact: "mount the host's disk, load kernel modules, leave the container",
  remediation: 'drop `privileged`; for one capability use Capability.add(name, reason)',
  exception: 'an engine inside of a container, such as a build runner: give it a virtual machine of its own, outside of this configuration',
  unwaivable: true,
  appliesTo: ['container'],
  check: ({ privileged }) => [expectValue('privileged', privileged, (isPrivileged) => !isPrivileged)],
});
