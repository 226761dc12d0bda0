import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const seccompOn = defineRule({
  id: 'SDG-13.1',
  severity: 'critical',
  references: { cis: ['5.22'], owasp: [6], nist: ['4.4.3'], pss: 'baseline' },
  title: 'every system call of the kernel is open',
  opens: 'unshare, keyctl, bpf and io_uring: the calls that most escapes need',
  fix: 'drop `seccomp=unconfined`, or use SeccompProfile.unconfined(reason)',
  appliesTo: ['container'],
  check: ({ securityOptions }) =>
    expectNone(
      'security_opts',
      securityOptions,
      ({ key, value }) => key === 'seccomp' && /^unconfined$/i.test(value),
      ({ key, value }) => `${key}=${value}`,
    ),
});
