import { expectSome } from '../outcome';
import { defineRule } from '../rule';

export const dropAll = defineRule({
  id: 'SDG-14.1',
  severity: 'high',
  references: { cis: ['5.4'], owasp: [3], nist: ['4.4.3'], pss: 'restricted' },
  title: 'the container keeps the capabilities that the engine gives by default',
  impact: 'change owners, bind low ports, make devices and send raw packets',
  remediation: 'drop ALL, and add what is needed with Capability.add(name, reason)',
  appliesTo: ['container'],
  check: ({ capabilities }) => [expectSome('capabilities.drop', capabilities.drop, (name) => name === 'ALL')],
});
