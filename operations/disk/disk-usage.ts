import type { Instance } from '../../constructs/host/instance';
import type { Session } from '../session';

/** Space that an installation takes beside its volumes, as the engine measures it. */
export interface DiskUsage {
  readonly images: ImageUsage;
  /** Of all builds on the engine, which does not tell whose they were. */
  readonly buildCache: { readonly bytes: number };
  /** Containers of the installation that did not get healthy, kept for a look. */
  readonly failedContainers: { readonly names: readonly string[]; readonly bytes: number };
}

/** Images, by their names. */
export interface ImageUsage {
  /** Of the installation. */
  readonly count: number;
  /** Of those, images of which another version is in use. */
  readonly earlier: number;
  /** Bytes of the earlier ones alone: layers that they share with others are not theirs. */
  readonly earlierBytes: number;
  /** All images of the engine: layers that several share are there once. */
  readonly engineBytes: number;
}

/** Answer of `GET /system/df`, as far as it is read. */
export interface DiskAnswer {
  readonly LayersSize?: number;
  readonly Images?:
    | readonly { readonly Id: string; readonly RepoTags?: readonly string[] | null; readonly Size: number; readonly SharedSize: number }[]
    | null;
  readonly Containers?: readonly ContainerAnswer[] | null;
  readonly BuildCache?: readonly { readonly Size: number; readonly Shared?: boolean }[] | null;
}

interface ContainerAnswer {
  readonly Names: readonly string[];
  readonly ImageID: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  /** Left out where it is 0. */
  readonly SizeRw?: number;
}

/** An engine reads all files of all volumes for it: a status does not wait for that. */
const PATIENCE_MS = 5000;

/** Undefined where the engine does not tell in time. */
export async function diskUsage(session: Session): Promise<DiskUsage | undefined> {
  try {
    return usageOf((await session.engine({ timeout: PATIENCE_MS }).df()) as DiskAnswer, session.instance);
  } catch {
    // Some engines measure for one client at a time.
    return undefined;
  }
}

/** The part of an answer about a disk that is about an installation. */
export function usageOf(answer: DiskAnswer, instance: Instance): DiskUsage {
  const containers = answer.Containers ?? [];
  const used = new Set(containers.map(({ ImageID }) => ImageID));
  const images = (answer.Images ?? [])
    .map((image) => ({ ...image, names: (image.RepoTags ?? []).filter((name) => name.startsWith(instance.imagePrefix)) }))
    .filter(({ names }) => names.length > 0);
  const replaced = new Set(images.filter(({ Id }) => used.has(Id)).flatMap(({ names }) => names.map(repositoryOf)));
  const earlier = images.filter(({ Id, names }) => !used.has(Id) && names.every((name) => replaced.has(repositoryOf(name))));
  const failed = containers.filter(
    ({ Names: [name = ''], Labels: labels }) => labels?.['appengine.instance'] === instance.name && name.endsWith('-failed'),
  );
  return {
    images: {
      count: images.length,
      earlier: earlier.length,
      earlierBytes: sum(earlier.map(({ Size, SharedSize }) => Size - Math.max(SharedSize, 0))),
      engineBytes: answer.LayersSize ?? 0,
    },
    // The engine counts what an image has, too, as the image's.
    buildCache: { bytes: sum((answer.BuildCache ?? []).filter(({ Shared: isShared }) => isShared !== true).map(({ Size }) => Size)) },
    failedContainers: {
      names: failed.map(({ Names: [name = ''] }) => name.slice(1)).sort(),
      bytes: sum(failed.map(({ SizeRw: bytes = 0 }) => bytes)),
    },
  };
}

function repositoryOf(name: string): string {
  return name.replace(/:[^:]*$/, '');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
