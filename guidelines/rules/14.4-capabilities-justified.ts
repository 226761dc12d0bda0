import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const capabilitiesJustified = defineRule({
  id: 'SDG-14.4',
  severity: 'medium',
  references: { cis: ['5.4'], owasp: [3], nist: ['4.4.3'], pss: 'restricted' },
  title: 'a capability is added without a reason',
  impact: 'more of the kernel is open than the app needs',
  remediation: 'use Capability.add(name, reason), or take it out of `add`',
  exception: 'an entrypoint that starts as root and takes its files over: CHOWN, FOWNER, DAC_OVERRIDE',
  appliesTo: ['container'],
  check: ({ capabilities }) => expectNone('capabilities.add', capabilities.add, () => true),
});
