import { expectNone, pluck } from '../outcome';
import { defineRule } from '../rule';

export const noSshServer = defineRule({
  id: 'SDG-09.1',
  severity: 'medium',
  references: { cis: ['5.7'], nist: ['4.1.2'] },
  title: 'an SSH server runs beside the app',
  impact: 'a way in that no deploy and no router sees, with keys of its own',
  remediation: 'drop it; use the logs and `docker exec` on the host',
  exception: 'a service that speaks SSH by its nature, such as Git: on a host of its own',
  appliesTo: ['container'],
  check: ({ command, ports }) => [
    ...expectNone('command', command, (word) => /(^|[/\s])(sshd|dropbear)(\s|$)/.test(word)),
    ...expectNone(
      'ports.internal',
      pluck(ports, ({ internal }) => internal),
      (port) => port === 22,
    ),
  ],
});
