import { isTrue, type SecurityOption } from '../normalise/security-option';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

function opens({ key, value }: SecurityOption): boolean {
  return (key === 'systempaths' && /^unconfined$/i.test(value)) || (key === 'writable-cgroups' && isTrue(value));
}

export const systemPathsKept = defineRule({
  id: 'SDG-10.5',
  severity: 'critical',
  references: { nist: ['4.4.3'], pss: 'baseline' },
  title: 'the paths of the kernel that the engine masks are open',
  opens: 'write /proc/sysrq-trigger, core_pattern or a release_agent, and run a program on the host',
  fix: 'drop `systempaths=unconfined` and `writable-cgroups` from `security_opts`',
  appliesTo: ['container'],
  check: ({ securityOptions }) => expectNone('security_opts', securityOptions, opens, ({ key, value }) => `${key}=${value}`),
});
