import { expectValue } from '../outcome';
import { defineRule } from '../rule';

function isApproved(runtime: string): boolean {
  return /^(runc|runsc|kata[\w-]*|io\.containerd\.(runc|runsc|kata)\.v\d+)$/.test(runtime);
}

export const runtimeKnown = defineRule({
  id: 'SDG-16.2',
  severity: 'low',
  references: { nist: ['4.4.1'] },
  title: 'the container runs in a runtime that is not approved',
  impact: 'another program than runc or a sandbox decides what isolation means',
  remediation: 'drop `runtime`, and `default-runtime` in daemon.json, or use runc, runsc or kata',
  appliesTo: ['container', 'host'],
  check: (facts) =>
    facts.kind === 'host'
      ? [expectValue('default-runtime', facts.defaultRuntime, (name) => isApproved(name ?? ''))]
      : [expectValue('runtime', facts.runtime, (name) => name === undefined || isApproved(name))],
});
