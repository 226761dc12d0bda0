import { expectNone, expectValue } from '../outcome';
import { defineRule } from '../rule';

function isDefault(network: string): boolean {
  return ['', 'bridge', 'default', 'docker0'].includes(network);
}

export const notOnDefaultBridge = defineRule({
  id: 'SDG-15.1',
  severity: 'high',
  references: { cis: ['5.30'], owasp: [5], nist: ['4.3.3'] },
  title: 'the container is on the default bridge',
  impact: 'every container of the host that says nothing about networks is its neighbour',
  remediation: 'join a network of its own, or set `network_mode = "none"`',
  appliesTo: ['container'],
  check: ({ networkMode, networks }) => {
    if (networks.length > 0) return expectNone('networks_advanced.name', networks, isDefault);
    return [expectValue('network_mode', networkMode, (mode) => !isDefault(mode ?? ''))];
  },
});
