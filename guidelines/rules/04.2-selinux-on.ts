import { expectNone, whereHostHas } from '../outcome';
import { defineRule } from '../rule';

export const selinuxOn = defineRule({
  id: 'SDG-04.2',
  severity: 'high',
  references: { cis: ['5.3'], owasp: [6], nist: ['4.4.3'], pss: 'baseline' },
  title: 'SELinux no longer keeps the container apart',
  impact: 'it reads and writes the files of its neighbours and of the host',
  remediation: 'drop `label=disable` and `label=type:spc_t` from `security_opts`',
  appliesTo: ['container'],
  check: ({ securityOptions }, { host }) =>
    whereHostHas(
      host?.seLinux,
      expectNone(
        'security_opts',
        securityOptions,
        ({ key, value }) => key === 'label' && /^(disable|type[:=]spc_t)$/i.test(value),
        ({ key, value }) => `${key}=${value}`,
      ),
    ),
});
