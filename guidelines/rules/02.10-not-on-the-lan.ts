import { expectValue } from '../outcome';
import { defineRule } from '../rule';

/** Drivers that give a container an address and a link of its own on a network of the host. */
const ON_THE_LAN: ReadonlySet<string | undefined> = new Set(['ipvlan', 'macvlan']);

export const notOnTheLan = defineRule({
  id: 'SDG-02.10',
  severity: 'high',
  references: { owasp: [5], nist: ['4.4.2', '4.3.3'] },
  title: 'containers of the network are neighbours of the host on its own network',
  impact:
    'every port of a container is open to that network without being published, and a container reaches every machine there: no rule of the engine or of the firewall of the host is on the way',
  remediation: 'drop `driver`: use a bridge, and publish the ports that are meant to be reached',
  exception: 'a program that has to be seen at layer 2, such as a DHCP server, on a VLAN of its own',
  appliesTo: ['network'],
  check: ({ driver }) => [expectValue('driver', driver, (name) => !ON_THE_LAN.has(name))],
});
