import { readdir, readFile, readlink } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/** Settings of an engine by the names of `daemon.json`. */
export type DaemonSettings = Readonly<Record<string, unknown>>;

const DEFAULT_CONFIGURATION = '/etc/docker/daemon.json';
const DEFAULT_HOSTS = ['unix:///var/run/docker.sock'];

/** Flags that take a value; all others are switches. */
const TEXTS = [
  'config-file',
  'containerd',
  'data-root',
  'exec-root',
  'log-level',
  'seccomp-profile',
  'tlscacert',
  'tlscert',
  'tlskey',
  'userns-remap',
] as const;
/** Flags that can be given several times, and the list of `daemon.json` that each adds to. */
const LISTS = { host: 'hosts', 'insecure-registry': 'insecure-registries' } as const;

/** A running engine: where its configuration is, and its settings, with those of the command line on top. */
export interface EngineProcess {
  readonly configurationFile: string;
  readonly settings: DaemonSettings;
}

/** The engine that listens on a socket of this machine; undefined if it cannot be found. @param socket absolute path */
export async function engineProcess(socket: string): Promise<EngineProcess | undefined> {
  const inodes = listeners(await readFile('/proc/net/unix', 'utf8').catch(() => ''), socket);
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if ((await read(`/proc/${pid}/comm`))?.trim() !== 'dockerd' || !(await holds(pid, inodes))) continue;
    const commandLine = await read(`/proc/${pid}/cmdline`);
    if (commandLine === undefined) continue;
    const flags = settingsOfFlags(
      commandLine
        .split('\0')
        .slice(1)
        .filter((word) => word !== ''),
    );
    const configurationFile = typeof flags['config-file'] === 'string' ? flags['config-file'] : DEFAULT_CONFIGURATION;
    const text = await read(configurationFile);
    const file = text === undefined ? {} : (JSON.parse(text) as DaemonSettings);
    return { configurationFile, settings: { hosts: DEFAULT_HOSTS, ...file, ...flags } };
  }
  return undefined;
}

/** Numbers of the sockets that are bound to a path. @param table `/proc/net/unix` */
export function listeners(table: string, path: string): readonly string[] {
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => clean(fields.slice(7).join(' ')) === clean(path))
    .map(([, , , , , , inode = '']) => inode);
}

/** Options of the engine's command line, by the names of `daemon.json`. */
export function settingsOfFlags(args: readonly string[]): DaemonSettings {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      ...Object.fromEntries(TEXTS.map((name) => [name, { type: 'string' as const }])),
      'insecure-registry': { type: 'string', multiple: true },
      host: { type: 'string', short: 'H', multiple: true },
      'default-ulimit': { type: 'string', multiple: true },
    },
  });
  return Object.fromEntries(Object.entries(values).map(([name, value]) => setting(name, value)));
}

function setting(name: string, value: unknown): readonly [string, unknown] {
  if (name === 'default-ulimit' && Array.isArray(value)) {
    return ['default-ulimits', Object.fromEntries(value.map((limit: unknown) => [String(limit).split('=')[0] ?? '', {}]))];
  }
  if (name === 'host' || name === 'insecure-registry') return [LISTS[name], value];
  // A switch with a value, such as `--iptables=false`, is read as a text.
  return [name, value === 'true' ? true : value === 'false' ? false : value];
}

async function holds(pid: string, inodes: readonly string[]): Promise<boolean> {
  const directory = `/proc/${pid}/fd`;
  const links = await Promise.all((await readdir(directory).catch(() => [])).map((fd) => readlink(`${directory}/${fd}`).catch(() => '')));
  return links.some((link) => inodes.some((inode) => link === `socket:[${inode}]`));
}

/** Undefined for a file that is missing, or that this user may not read. */
async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function clean(path: string): string {
  return path.replace(/^\/var\/run\//, '/run/');
}
