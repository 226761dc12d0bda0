import { isOneAddress } from '../normalise/address';
import { expectEach, pluck } from '../outcome';
import { defineRule } from '../rule';

export const portOnOneAddress = defineRule({
  id: 'SDG-02.5',
  severity: 'high',
  references: { cis: ['5.14'], owasp: [5], nist: ['4.4.2'], pss: 'baseline' },
  title: 'a published port is open on every address of the host',
  impact: 'every network of the host reaches it, past the firewall of the host',
  remediation: 'publish it on one address, PublishedPort.loopback() or PublishedPort.on(address), or let the router lead to it',
  exception: 'the edge, which is meant to be public',
  appliesTo: ['container'],
  check: ({ ports }) =>
    expectEach(
      'ports.ip',
      pluck(ports, ({ address }) => address),
      isOneAddress,
    ),
});
