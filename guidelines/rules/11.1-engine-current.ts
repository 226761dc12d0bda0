import { expectFloor } from '../minimum-versions';
import { defineRule } from '../rule';

export const engineCurrent = defineRule({
  id: 'SDG-11.1',
  severity: 'high',
  references: { cis: ['1.2.2'], owasp: [0], nist: ['4.4.1'] },
  title: 'the engine or its runtime is older than the last known way out of a container',
  impact: 'a published exploit, such as a race around masked paths (CVE-2025-31133), leads to root on the host',
  remediation: 'upgrade docker-ce, containerd.io and runc, or the packages of the distribution',
  exception: 'a package into which its distribution puts the fixes: name its exact version in a waiver, after a look at its changelog',
  appliesTo: ['host'],
  check: ({ versions }) => [
    expectFloor('engine', versions.engine),
    expectFloor('containerd', versions.containerd),
    expectFloor('runc', versions.runc),
  ],
});
