import { expectValue, whereHostHas } from '../outcome';
import { defineRule } from '../rule';

export const staysInUserNamespace = defineRule({
  id: 'SDG-12.2',
  severity: 'high',
  references: { cis: ['5.31'], nist: ['4.4.3'] },
  title: 'the container leaves the user namespace',
  impact: 'root in it is root on the host again',
  remediation: 'drop `userns_mode`',
  appliesTo: ['container'],
  check: ({ usernsMode }, { host }) =>
    whereHostHas(host?.userNamespaces, [expectValue('userns_mode', usernsMode, (mode) => mode !== 'host')]),
});
