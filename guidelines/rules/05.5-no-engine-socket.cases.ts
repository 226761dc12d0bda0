import { UNKNOWN, bind, hostVolume, readOnlyHostVolume } from '../cases/arguments';
import type { ConfigurationCase, RuleCases } from '../cases/cases';

export const cases: RuleCases = {
  contract: { severity: 'critical', unwaivable: true },
  configuration: {
    good: [[bind('/srv/data'), 'pass mounts = /srv/data']],
    bad: [
      [bind('/var/run/docker.sock'), 'fail mounts = /run/docker.sock'],
      [bind('/run/docker.sock', { read_only: UNKNOWN }), 'fail mounts = /run/docker.sock'],
      [hostVolume('/var/run/'), 'fail mounts = /run'],
      [hostVolume('/'), 'fail mounts = /'],
      [hostVolume('/srv/../run/containerd'), 'fail mounts = /run/containerd'],
      [hostVolume('/srv/docker.sock'), 'fail mounts = /srv/docker.sock'],
      [hostVolume('/run/user/1001'), 'fail mounts = /run/user/1001'],
      [{ mounts: [{ type: UNKNOWN, source: '/run', target: '/x' }] }, 'fail mounts = /run'],
      [
        {
          mounts: [
            { type: 'volume', source: 'd', target: '/x', volume_options: { driver_options: { type: 'none', o: 'bind', device: '/run' } } },
          ],
        },
        'fail mounts = /run',
      ],
    ],
    open: [
      [bind(UNKNOWN), 'unknown mounts = ${var.x}'],
      [{ volumes: UNKNOWN }, 'unknown mounts = ${var.x}'],
      [{ dynamic: { mounts: {} } }, 'unknown mounts = dynamic mounts'],
    ],
    edge: [
      ...['/run/docker', '/run/containerd', '/run/crio', '/run/podman', '/run/buildkit', '/run/user', '/run/docker.sock'].map(
        (path): ConfigurationCase => [readOnlyHostVolume(path), `fail mounts = ${path}`],
      ),
      ...['/srv/docker.sock.d', '/srv/run/user/1001', '/run/user/1001/app'].map((path): ConfigurationCase => [
        readOnlyHostVolume(path),
        `pass mounts = ${path}`,
      ]),
      ...['docker', 'containerd', 'crio', 'podman', 'cri-dockerd', 'buildkitd'].map((name): ConfigurationCase => [
        readOnlyHostVolume(`/srv/${name}.sock`),
        `fail mounts = /srv/${name}.sock`,
      ]),
    ],
  },
};
