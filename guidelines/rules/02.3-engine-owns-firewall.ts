import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const engineOwnsFirewall = defineRule({
  id: 'SDG-02.3',
  severity: 'medium',
  references: { cis: ['2.4', '2.16'], nist: ['4.4.2'] },
  title: 'the engine does not keep its networks apart, or passes ports on by a program',
  impact: 'networks of tenants reach each other; the proxy hides who calls, and is one more program that runs as root',
  remediation: 'set `"iptables": true` and `"userland-proxy": false` in daemon.json',
  exception: 'a host whose own firewall keeps the networks of the engine apart',
  appliesTo: ['host'],
  check: ({ daemon: { iptables, userlandProxy } }) => [
    expectValue('iptables', iptables, (isOn) => isOn),
    expectValue('userland-proxy', userlandProxy, (isOn) => !isOn),
  ],
});
