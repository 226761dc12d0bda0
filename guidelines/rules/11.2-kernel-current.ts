import { expectFloor } from '../minimum-versions';
import { defineRule } from '../rule';

export const kernelCurrent = defineRule({
  id: 'SDG-11.2',
  severity: 'medium',
  references: { cis: ['1.2.1'], owasp: [0], nist: ['4.5.3'] },
  title: 'the kernel is older than the last known way to root',
  impact: 'all containers share it: a published exploit works from each of them',
  remediation: 'upgrade the kernel of the distribution and reboot, host by host: the apps of a host stop meanwhile',
  exception: 'a kernel into which its distribution puts the fixes: name its exact version in a waiver, after a look at its changelog',
  appliesTo: ['host'],
  check: ({ versions }) => [expectFloor('kernel', versions.kernel)],
});
