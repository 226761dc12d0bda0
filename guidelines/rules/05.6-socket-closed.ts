import { expectFiles } from '../host-file';
import { expectNone } from '../outcome';
import { defineRule } from '../rule';

export const socketClosed = defineRule({
  id: 'SDG-05.6',
  severity: 'medium',
  references: { cis: ['1.1.2', '3.15', '3.16', '3.23', '3.24'], owasp: [1], nist: ['4.3.1'] },
  title: 'users other than root reach the socket of the engine',
  impact: 'a client of the engine is root on the host, and leaves no trace in sudo',
  remediation: 'take people out of the group docker; `chown root:docker` and `chmod 660` the socket',
  exception: 'an account that deploys and nothing else: name it in a waiver',
  appliesTo: ['host'],
  check: ({ system: { files, dockerGroup }, rootless }) => {
    // There the engine has no more rights than the account that owns its files.
    if (rootless.known && rootless.value) return [];
    return [
      ...expectFiles(files, (path) => (path.endsWith('.sock') ? { groups: ['docker'], mode: 0o660 } : undefined)),
      ...expectNone('group docker', dockerGroup, () => true),
    ];
  },
});
