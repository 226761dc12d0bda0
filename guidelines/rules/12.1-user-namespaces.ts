import { expectValue } from '../outcome';
import { defineRule } from '../rule';

export const userNamespaces = defineRule({
  id: 'SDG-12.1',
  severity: 'high',
  references: { cis: ['2.1', '2.9'], owasp: [11], nist: ['4.5.2'] },
  title: 'root of a container is root of the host',
  impact: 'a way out of a container ends at root: the races of 2025 around masked paths (CVE-2025-31133) did',
  remediation: 'set `"userns-remap": "default"` in daemon.json, or run the engine without root; volumes change their owners then',
  exception: 'a host whose agents need privileged containers or its namespaces, and that has no tenant',
  appliesTo: ['host'],
  check: ({ userNamespaces: isRemapped }) => [expectValue('userns-remap', isRemapped, (isOn) => isOn)],
});
