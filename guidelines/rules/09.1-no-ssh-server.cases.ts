import { UNKNOWN, command } from '../cases/arguments';
import type { RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  configuration: {
    good: [[{ command: ['serve', '--ssh=off'] }, 'pass command = serve, --ssh=off', 'pass ports.internal = none']],
    bad: [
      [{ command: ['/usr/sbin/sshd', '-D'] }, 'fail command = /usr/sbin/sshd', 'pass ports.internal = none'],
      [{ entrypoint: ['sh', '-c', 'dropbear -F'] }, 'fail command = dropbear -F', 'pass ports.internal = none'],
      [{ ports: [{ internal: 22, external: 2222 }] }, 'pass command = none', 'fail ports.internal = 22'],
    ],
    open: [[{ command: [UNKNOWN], ports: [{ internal: UNKNOWN }] }, 'unknown command = ${var.x}', 'unknown ports.internal = ${var.x}']],
    edge: [
      [command('xsshd'), 'pass command = xsshd', 'pass ports.internal = none'],
      [command('sshd2'), 'pass command = sshd2', 'pass ports.internal = none'],
      [{ ports: [{ internal: 80, external: 8080 }] }, 'pass command = none', 'pass ports.internal = 80'],
    ],
  },
};
