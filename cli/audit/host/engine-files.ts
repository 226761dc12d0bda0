import { readFile, stat } from 'node:fs/promises';
import type { FileReading } from '../../../guidelines';
import type { EngineProcess } from './engine-process';

const UNIT_DIRECTORIES = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];
const UNITS = UNIT_DIRECTORIES.flatMap((directory) =>
  ['docker.service', 'docker.socket', 'containerd.service'].map((unit) => `${directory}/${unit}`),
);
const PROGRAMS = [
  'dockerd',
  'containerd',
  'containerd-shim',
  'containerd-shim-runc-v1',
  'containerd-shim-runc-v2',
  'runc',
  'docker-proxy',
  'docker-init',
];
const SETTINGS = ['/etc/docker', '/etc/default/docker', '/etc/sysconfig/docker', '/etc/containerd/config.toml'];

/** Files of an engine that the user of the audit can read. */
export interface EngineFiles {
  readonly files: readonly FileReading[];
  /** Those of which a change should be recorded. */
  readonly watchable: readonly string[];
}

/** Files and sockets of an engine, and who may do what with them. @param socket absolute path */
export async function engineFiles(socket: string, { configurationFile, settings }: EngineProcess): Promise<EngineFiles> {
  const named = ['tlscacert', 'tlscert', 'tlskey'].map((name) => settings[name]).filter((value) => typeof value === 'string');
  const configuration = [configurationFile, ...SETTINGS, ...UNITS];
  const execRoot = typeof settings['exec-root'] === 'string' ? settings['exec-root'] : '/var/run/docker';
  const sockets = [socket, '/run/containerd/containerd.sock', `${execRoot}/containerd/containerd.sock`];
  const dataRoot = typeof settings['data-root'] === 'string' ? settings['data-root'] : '/var/lib/docker';
  const programs = ['/usr/bin', '/usr/sbin'].flatMap((directory) => PROGRAMS.map((program) => `${directory}/${program}`));
  return {
    files: await readings([...configuration, ...sockets, ...named]),
    watchable: (await readings([...configuration, ...sockets, ...programs, dataRoot])).map(({ path }) => path),
  };
}

/** Those that are there, each once: a link is the file that it leads to. */
async function readings(paths: readonly string[]): Promise<readonly FileReading[]> {
  const users = await names('/etc/passwd');
  const groups = await names('/etc/group');
  const found = await Promise.all(
    [...new Set(paths)].map(async (path) => {
      const status = await stat(path).catch(() => undefined);
      if (status === undefined) return undefined;
      const { uid, gid, mode, dev, ino } = status;
      const reading = { path, owner: users.get(uid) ?? String(uid), group: groups.get(gid) ?? String(gid), mode: mode & 0o7777 };
      return [`${String(dev)} ${String(ino)}`, reading] as const;
    }),
  );
  return [...new Map(found.filter((reading) => reading !== undefined).reverse()).values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Names by numbers, in the form of `/etc/passwd`. */
async function names(file: string): Promise<ReadonlyMap<number, string>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return new Map([...text.matchAll(/^([^:\n]+):[^:\n]*:(\d+)/gm)].map(([, name = '', id = '']) => [Number(id), name]));
}

/** True if the engine's data has a file system of its own. */
export async function isOnOwnPartition(dataRoot: string): Promise<boolean | undefined> {
  const data = await stat(dataRoot).catch(() => undefined);
  if (data === undefined) return undefined;
  const host = await Promise.all(['/', '/etc', '/home', '/tmp', '/var', '/var/log'].map((path) => stat(path).catch(() => undefined)));
  return host.every((status) => status?.dev !== data.dev);
}
