import type { RuleCases } from '../cases/cases';
import { UNREAD, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      [onHost({}), 'pass auditd = /etc/docker, /usr/bin/dockerd'],
      [onHost({ system: { watched: [UNREAD, known('/')] } }), 'pass auditd = /etc/docker, /usr/bin/dockerd'],
    ],
    bad: [
      [onHost({ system: { watched: [known('/etc')] } }), 'fail auditd = /usr/bin/dockerd'],
      [onHost({ system: { watched: [known('/usr/bin/dockerd'), known('/etc/docker/daemon.json')] } }), 'fail auditd = /etc/docker'],
    ],
    open: [
      [onHost({ system: { watched: [UNREAD] } }), 'unknown auditd = not read', 'unknown auditd = not read'],
      [onHost({ system: { watchable: [UNREAD] } }), 'unknown auditd = not read'],
    ],
  },
};
