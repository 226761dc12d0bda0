import { expectNone, expectSome } from '../outcome';
import { defineRule } from '../rule';

export const noRawSockets = defineRule({
  id: 'SDG-14.3',
  severity: 'high',
  references: { cis: ['5.4'], owasp: [3], nist: ['4.3.3'] },
  title: 'the container can forge packets',
  impact: 'ARP spoofing: it takes the place of its neighbours in the network',
  remediation: 'drop ALL or NET_RAW, and take NET_RAW out of `add`',
  exception: 'ping: the kernel setting `net.ipv4.ping_group_range` allows it without the capability',
  appliesTo: ['container'],
  check: ({ capabilities: { add, drop } }) => [
    ...expectNone('capabilities.add', add, (name) => name === 'NET_RAW' || name === 'ALL'),
    expectSome('capabilities.drop', drop, (name) => name === 'NET_RAW' || name === 'ALL'),
  ],
});
