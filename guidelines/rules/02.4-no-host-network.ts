import { expectNone, expectValue } from '../outcome';
import { defineRule } from '../rule';

export const noHostNetwork = defineRule({
  id: 'SDG-02.4',
  severity: 'high',
  references: { cis: ['5.10'], owasp: [5], nist: ['4.4.2'], pss: 'baseline' },
  title: 'the container is in the network of the host',
  impact: 'it reaches what listens on the loopback address, and root in it reaches the sockets of containerd (CVE-2020-15257)',
  remediation: 'drop `network_mode`; join a network of the tenant',
  exception: 'an agent that watches the network of the node, on a host that has no tenant',
  appliesTo: ['container'],
  check: ({ networkMode, networks }) => [
    expectValue('network_mode', networkMode, (mode) => mode !== 'host'),
    ...expectNone('networks_advanced.name', networks, (name) => name === 'host'),
  ],
});
