import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const runtimeKnown = defineRule({
  id: 'SDG-16.2',
  severity: 'low',
  references: { nist: ['4.4.1'] },
  title: 'the container runs in a runtime that nobody approved',
  opens: 'another program than runc or a sandbox decides what isolation means',
  fix: 'drop `runtime`, or use runc, runsc or kata',
  appliesTo: ['container'],
  check: ({ runtime }) => [
    expectValue(
      'runtime',
      runtime,
      (name) => name === undefined || /^(runc|runsc|kata[\w-]*|io\.containerd\.(runc|runsc|kata)\.v\d+)$/.test(name),
    ),
  ],
});
