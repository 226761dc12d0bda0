import { expectEach, expectValue, pluck } from '../outcome';
import { defineRule } from '../rule';

function isDeclared(port: number | undefined): boolean {
  return port !== undefined && (port >= 1024 || port === 80 || port === 443);
}

export const portsDeclared = defineRule({
  id: 'SDG-02.6',
  severity: 'medium',
  references: { cis: ['5.8', '5.9'], nist: ['4.4.2'], pss: 'baseline' },
  title: 'a port of the host is taken that is not declared, or that belongs to a service of the host',
  impact: 'scans find a service that no review saw; a container poses as a service of the host',
  remediation: 'drop `publish_all_ports`; set `external` to 80, 443 or 1024 and above',
  appliesTo: ['container'],
  check: ({ publishAllPorts, ports }) => [
    expectValue('publish_all_ports', publishAllPorts, (all) => !all),
    ...expectEach(
      'ports.external',
      pluck(ports, ({ external }) => external),
      isDeclared,
    ),
  ],
});
