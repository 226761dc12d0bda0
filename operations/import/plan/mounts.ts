import { relative, resolve } from 'node:path';
import { WritablePath } from '../../../constructs/container/writable-path';
import { Size } from '../../../constructs/units/size';
import type { SourceMount, SourceService } from '../description';
import { changed, dropped, todo, type Remark } from '../remark';

/** A mount as the tenant has it. */
export type PlannedMount =
  | { readonly kind: 'tmpfs'; readonly path: string; readonly size: number }
  | { readonly kind: 'volume'; readonly path: string; readonly volume: string; readonly isReadOnly: boolean };

/** Mounts of a service, and what is said about those that it has not. */
export interface PlannedMounts {
  readonly mounts: readonly PlannedMount[];
  readonly remarks: readonly Remark[];
}

const SOCKET = /(^|\/)(docker|podman|containerd)\.sock$/;
/** Of the host, for programs that look at it. */
const OF_THE_HOST = /^\/(proc|sys|dev|boot|etc|run|var\/run|var\/lib\/docker|var\/log|root|usr|lib|bin)?(\/|$)/;
/** Directory that programs read their settings from, and never write. */
const SETTINGS = '/etc/';
const DEFAULT_SIZE = 16;
const EXTENSION = /\.[A-Za-z0-9]{1,8}$/;

/** True for a program that is given the engine's socket: with it, it is root on the host. */
export function socketMount({ mounts }: SourceService): SourceMount | undefined {
  return mounts.find(({ kind, source = '' }) => kind === 'bind' && SOCKET.test(source));
}

/** @param directory of the source, absolute */
export function planMounts(service: SourceService, directory: string): PlannedMounts {
  const mounts: PlannedMount[] = [];
  const remarks: Remark[] = [];
  for (const mount of service.mounts) {
    const { planned, said } = planMount(mount, service, directory);
    const problem = planned === undefined ? undefined : refusal(planned);
    if (problem !== undefined) remarks.push(todo(mount.position, 'volumes', `${mount.target}: ${problem}`));
    else if (planned !== undefined && !mounts.some(({ path }) => path === planned.path)) mounts.push(planned);
    if (said !== undefined && problem === undefined) remarks.push(said);
  }
  return { mounts, remarks };
}

function planMount(
  { kind, source, unset, target, isReadOnly, size, position }: SourceMount,
  service: SourceService,
  directory: string,
): { readonly planned?: PlannedMount; readonly said?: Remark } {
  const path = target.length > 1 ? target.replace(/\/+$/, '') : target;
  if (kind === 'tmpfs') {
    const counts = changed(position, 'tmpfs', `${path} counts against the memory: programs in it cannot be started`);
    return { planned: { kind: 'tmpfs', path, size: size ?? DEFAULT_SIZE }, said: counts };
  }
  if (source === undefined) {
    return {
      said: dropped(position, 'volumes', `${path}: a volume without a name is made anew with each container; the image has what is there`),
    };
  }
  if (kind === 'volume') return { planned: { kind: 'volume', path, volume: source, isReadOnly } };
  if (isReadOnly && /^\/etc\/(localtime|timezone)$/.test(source)) {
    return { said: dropped(position, 'volumes', `${source}: the variable TZ sets a time zone`) };
  }
  if (OF_THE_HOST.test(source) || source.startsWith('~')) {
    return { said: todo(position, 'volumes', `${source} refused: no container sees files of the host`) };
  }
  const absolute = resolve(directory, source);
  const isSource = service.build !== undefined && isRelated(service.build.directory, absolute) && !isData(source);
  if (isSource) return { said: dropped(position, 'volumes', `${source}: the image has the sources, and a change of them is a new image`) };
  const named = unset === undefined ? source : `the directory $${unset}`;
  if (isReadOnly || EXTENSION.test(source) || EXTENSION.test(path) || path.startsWith(SETTINGS)) {
    return {
      said: todo(position, 'volumes', `${named} is not carried over: build it into the image, or give it as \`files\` by ConfigFiles`),
    };
  }
  return {
    planned: { kind: 'volume', path, volume: volumeName(source), isReadOnly },
    said: todo(
      position,
      'volumes',
      `${named} of the host is not carried over: a volume is in its place, copy into it what has to be there`,
    ),
  };
}

/** True where one of two directories is in the other. */
function isRelated(one: string, other: string): boolean {
  return !relative(one, other).startsWith('..') || !relative(other, one).startsWith('..');
}

/** A directory that a program writes, beside its sources. */
function isData(source: string): boolean {
  return /(^|\/)(data|storage|uploads?|media|db|files|volumes?)(\/|$)/i.test(source);
}

/** The same directory is the same volume, for all that mount it. */
function volumeName(source: string): string {
  const parts = source.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.slice(-2).join('-') || 'files';
}

/** Why the library does not take it; undefined if it does. */
function refusal(planned: PlannedMount): string | undefined {
  if (planned.kind === 'volume' && planned.isReadOnly) return undefined;
  try {
    WritablePath.tmpfs(planned.path, Size.mebibytes(planned.kind === 'tmpfs' ? planned.size : 1));
    return undefined;
  } catch {
    return 'this directory is never writable: let the program write to another one, such as /data';
  }
}
