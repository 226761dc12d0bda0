import type { FileReading, HostReading } from '../../../guidelines/surfaces/live/snapshot';
import type { Machine } from './machine';

/** The engine's binaries, configuration, data and sockets: what an audit has to watch, and whose owner and mode matter. */
const ENGINE_FILES: readonly string[] = [
  '/etc/containerd/config.toml',
  '/etc/default/docker',
  '/etc/docker',
  '/etc/docker/daemon.json',
  '/lib/systemd/system/containerd.service',
  '/lib/systemd/system/docker.service',
  '/lib/systemd/system/docker.socket',
  '/run/containerd',
  '/run/containerd/containerd.sock',
  '/run/docker.sock',
  '/usr/bin/containerd',
  '/usr/bin/containerd-shim',
  '/usr/bin/containerd-shim-runc-v1',
  '/usr/bin/containerd-shim-runc-v2',
  '/usr/bin/docker',
  '/usr/sbin/dockerd',
  '/usr/sbin/runc',
  '/var/lib/docker',
];

/** What no request to the engine tells. */
export async function readHost(machine: Machine): Promise<HostReading> {
  const stat = await machine.run('stat', '--format', '%n %U %u %G %g %a', ...ENGINE_FILES);
  const files = stat.stdout.trim().split('\n').map(fileOf);
  const watches = await machine.read('auditctl', '-l');
  const [, , , members = ''] = (await machine.read('getent', 'group', 'docker')).trim().split(':');
  const [root, data] = await Promise.all(['/', '/var/lib/docker'].map((path) => machine.read('stat', '--format', '%d', path)));
  return {
    daemon: JSON.parse(await machine.read('cat', '/etc/docker/daemon.json')) as Record<string, unknown>,
    files,
    dockerGroup: members === '' ? [] : members.split(','),
    watchable: files.map(({ path }) => path),
    watched: [...watches.matchAll(/^-w (\S+)/gm)].map(([, path = '']) => path),
    dataOnOwnPartition: root !== data,
  };
}

function fileOf(line: string): FileReading {
  const [path = '', owner = '', uid = '', group = '', gid = '', mode = ''] = line.split(' ');
  return { path, owner: nameOr(uid, owner), group: nameOr(gid, group), mode: Number.parseInt(mode, 8) };
}

function nameOr(id: string, name: string): string {
  return name === 'UNKNOWN' ? id : name;
}
