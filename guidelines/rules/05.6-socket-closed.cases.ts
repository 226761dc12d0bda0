import type { RuleCases } from '../cases/cases';
import { UNREAD, hostFile, hostFiles, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      [onHost({}), 'pass /run/docker.sock = root:docker 660', 'pass group docker = none'],
      [
        hostFiles(hostFile('/run/containerd/containerd.sock', '0', '0', 0o600)),
        'pass /run/containerd/containerd.sock = 0:0 600',
        'pass group docker = none',
      ],
      [hostFiles(hostFile('/etc/docker/daemon.json', 'eve', 'eve', 0o777)), 'pass group docker = none'],
    ],
    bad: [
      [
        hostFiles(hostFile('/run/docker.sock', 'eve', 'docker', 0o660)),
        'fail /run/docker.sock = eve:docker 660',
        'pass group docker = none',
      ],
      [
        hostFiles(hostFile('/run/docker.sock', 'root', 'users', 0o660)),
        'fail /run/docker.sock = root:users 660',
        'pass group docker = none',
      ],
      [
        hostFiles(hostFile('/run/docker.sock', 'root', 'docker', 0o661)),
        'fail /run/docker.sock = root:docker 661',
        'pass group docker = none',
      ],
      [
        hostFiles({ ...hostFile('/run/docker.sock', 'root', 'docker', 0o666), owner: UNREAD }),
        'fail /run/docker.sock = not read:docker 666',
        'pass group docker = none',
      ],
      [onHost({ system: { files: [], dockerGroup: [known('eve')] } }), 'fail group docker = eve'],
    ],
    open: [
      [onHost({ system: { files: [UNREAD], dockerGroup: [UNREAD] } }), 'unknown files = not read', 'unknown group docker = not read'],
      [
        hostFiles({ ...hostFile('/run/docker.sock', 'root', 'docker', 0o60), group: UNREAD }),
        'unknown /run/docker.sock = root:not read 060',
        'pass group docker = none',
      ],
      [
        hostFiles({ ...hostFile('/run/docker.sock', 'root', 'docker', 0), mode: UNREAD }),
        'unknown /run/docker.sock = root:docker not read',
        'pass group docker = none',
      ],
    ],
    idle: [onHost({ rootless: known(true), system: { files: [UNREAD], dockerGroup: [known('eve')] } })],
  },
};
