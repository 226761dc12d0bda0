import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const apparmorOn = defineRule({
  id: 'SDG-04.1',
  severity: 'high',
  references: { cis: ['5.2'], owasp: [6], nist: ['4.4.3'], pss: 'baseline' },
  title: 'AppArmor is switched off',
  opens: 'mount, ptrace and writes below /proc/sys are no longer stopped by the kernel',
  fix: 'drop `apparmor=unconfined` from `security_opts`',
  appliesTo: ['container'],
  check: ({ securityOptions }) =>
    expectNone(
      'security_opts',
      securityOptions,
      ({ key, value }) => key === 'apparmor' && /^unconfined$/i.test(value),
      ({ key, value }) => `${key}=${value}`,
    ),
});
