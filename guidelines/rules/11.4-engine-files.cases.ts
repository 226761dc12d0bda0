import type { EngineCase, RuleCases } from '../cases/cases';
import { UNREAD, hostFile, hostFiles, onHost } from '../cases/facts';
import { known } from '../facts/known';

export const cases: RuleCases = {
  contract: { severity: 'medium' },
  engine: {
    good: [
      [onHost({}), 'pass data-root = a file system of its own'],
      ...(
        [
          ['/etc/docker/key.pem', 0o400, '400'],
          ['/etc/docker/server-key-2.pem', 0o400, '400'],
          ['/etc/docker/tls.key', 0o400, '400'],
          ['/etc/docker/ca.pem', 0o444, '444'],
          ['/etc/docker/certs.d/r/ca.crt', 0o444, '444'],
          ['/etc/docker/certs.d/r/client.cert', 0o444, '444'],
          ['/etc/docker/daemon.json', 0o644, '644'],
          ['/lib/systemd/system/docker.service', 0o644, '644'],
          ['/lib/systemd/system/docker.socket', 0o644, '644'],
          ['/etc/containerd/config.toml', 0o644, '644'],
          ['/etc/default/docker', 0o644, '644'],
          ['/etc/sysconfig/docker', 0o644, '644'],
          ['/etc/docker', 0o755, '755'],
          ['/etc/docker/key.pem.d', 0o755, '755'],
          ['/etc/docker/tls.key.d', 0o755, '755'],
          ['/etc/docker/ca.pem.d', 0o755, '755'],
          ['/etc/docker/daemon.json.d', 0o755, '755'],
          ['/srv/etc/default/docker', 0o755, '755'],
          ['/usr/bin/dockerd', 0o755, '755'],
        ] as const
      ).map(([path, mode, shown]): EngineCase => [
        hostFiles(hostFile(path, 'root', 'root', mode)),
        `pass ${path} = root:root ${shown}`,
        'pass data-root = a file system of its own',
      ]),
      [onHost({ rootless: known(true), system: { files: [UNREAD] } }), 'pass data-root = a file system of its own'],
    ],
    bad: [
      ...(
        [
          ['/etc/docker/key.pem', 0o440, '440'],
          ['/etc/docker/server-key-2.pem', 0o444, '444'],
          ['/etc/docker/tls.key', 0o600, '600'],
          ['/etc/docker/ca.pem', 0o644, '644'],
          ['/etc/docker/certs.d/r/ca.crt', 0o644, '644'],
          ['/etc/docker/certs.d/r/client.cert', 0o644, '644'],
          ['/etc/docker/daemon.json', 0o664, '664'],
          ['/lib/systemd/system/docker.service', 0o755, '755'],
          ['/lib/systemd/system/docker.socket', 0o755, '755'],
          ['/etc/containerd/config.toml', 0o755, '755'],
          ['/etc/default/docker', 0o755, '755'],
          ['/etc/sysconfig/docker', 0o755, '755'],
          ['/etc/docker', 0o775, '775'],
          ['/etc/docker/key.pem.d', 0o757, '757'],
          ['/srv/etc/default/tls.key.old', 0o1755, '1755'],
        ] as const
      ).map(([path, mode, shown]): EngineCase => [
        hostFiles(hostFile(path, 'root', 'root', mode)),
        `fail ${path} = root:root ${shown}`,
        'pass data-root = a file system of its own',
      ]),
      [
        hostFiles(hostFile('/etc/docker', 'root', 'docker', 0o755)),
        'fail /etc/docker = root:docker 755',
        'pass data-root = a file system of its own',
      ],
      [onHost({ system: { dataOnOwnPartition: known(false) } }), 'fail data-root = on the file system of the host'],
    ],
    open: [
      [onHost({ system: { files: [UNREAD], dataOnOwnPartition: UNREAD } }), 'unknown data-root = not read', 'unknown files = not read'],
    ],
  },
};
