import { realpath } from 'node:fs/promises';
import type Dockerode from 'dockerode';
import type { HostReading } from '../../../guidelines';
import { findProgram } from '../../process/find-program';
import { run } from '../../../operations/process/run';
import { engineFiles, isOnOwnPartition } from './engine-files';
import { engineProcess } from './engine-process';
import { isGuarded, isRoutedDropped, type Bridge } from './firewall';

/**
 * Facts that can only be read on the engine's host. What this user may not read, or this host does not have, is left out, and so is unknown.
 * @param socket absolute path of the engine's socket on this machine
 */
export async function readHost(engine: Dockerode, socket: string): Promise<HostReading> {
  const found = await engineProcess(await realpath(socket).catch(() => socket));
  const { files, watchable } = found === undefined ? {} : await engineFiles(socket, found);
  const dataRoot = found?.settings['data-root'] ?? '/var/lib/docker';
  return present({
    daemon: found?.settings,
    files,
    dockerGroup: await membersOf('docker'),
    watchable,
    watched: await watchedPaths(),
    dataOnOwnPartition: typeof dataRoot === 'string' ? await isOnOwnPartition(dataRoot) : undefined,
    bridgeGuarded: await judged(engine, 'filter', isGuarded),
    routedDropped: await judged(engine, 'raw', isRoutedDropped),
  });
}

/** Members of a group of this host; none where there is no such group. */
async function membersOf(group: string): Promise<readonly string[] | undefined> {
  if (findProgram('getent') === undefined) return undefined;
  const { stdout } = await run('getent', ['group', group]);
  return (stdout.trim().split(':')[3] ?? '').split(',').filter((name) => name !== '');
}

/** Paths that auditd watches; none where there is no auditd. */
async function watchedPaths(): Promise<readonly string[] | undefined> {
  const program = findProgram('auditctl') ?? findProgram('/usr/sbin/auditctl');
  if (program === undefined) return [];
  const { exitCode, stdout } = await run(program, ['-l']);
  return exitCode === 0 ? watchedIn(stdout) : undefined;
}

/** Paths in the rules that `auditctl -l` prints: watches, and rules about a path or a directory. */
export function watchedIn(listing: string): readonly string[] {
  return [...listing.matchAll(/^-w (\S+)|-F (?:path|dir)=(\S+)/gm)].map(([, watch, path]) => watch ?? path ?? '');
}

/** Effect of a table of the host's firewall on all bridges of the engine; undefined where it cannot be read. */
async function judged(engine: Dockerode, table: string, judge: typeof isGuarded): Promise<boolean | undefined> {
  const networks = (await engine.listNetworks()).filter(({ Driver }) => Driver === 'bridge');
  const bridges = networks.flatMap((network) => bridgesOf(network));
  const isIpv6 = ({ subnet }: Bridge): boolean => subnet.includes(':');
  const ipv4 = await rules('iptables', table);
  const ipv6 = bridges.some(isIpv6) ? await rules('ip6tables', table) : '';
  if (ipv4 === undefined || ipv6 === undefined) return undefined;
  return (
    judge(
      ipv4,
      bridges.filter((bridge) => !isIpv6(bridge)),
    ) &&
    (ipv6 === '' || judge(ipv6, bridges.filter(isIpv6)))
  );
}

function bridgesOf({ Id: id, Options: options, IPAM: ipam }: Dockerode.NetworkInspectInfo): readonly Bridge[] {
  const name = options?.['com.docker.network.bridge.name'] ?? `br-${id.slice(0, 12)}`;
  return (ipam?.Config ?? []).flatMap(({ Subnet: subnet }) => (subnet === undefined ? [] : [{ name, subnet }]));
}

async function rules(program: string, table: string): Promise<string | undefined> {
  const file = findProgram(program) ?? findProgram(`/usr/sbin/${program}`);
  if (file === undefined) return undefined;
  const { exitCode, stdout } = await run(file, ['-w', '-t', table, '-S']);
  return exitCode === 0 ? stdout : undefined;
}

/** Without the keys that have no value. */
function present<T extends object>(reading: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
