import type Dockerode from 'dockerode';
import { AppEngineError } from '../../constructs/errors';
import type { EngineSnapshot } from '../../guidelines';
import { connect } from '../../operations/engine/connect';
import type { ProgressCallback } from '../../operations/progress';
import { collect } from './collect';
import { readHost } from './host/read-host';
import { scanImages } from './images/scan';

/** How an engine is read. */
export interface ReadEngineOptions {
  /** True to search images for setuid files. @default only where the engine is on this machine */
  readonly scanImages?: boolean | undefined;
  /** Findings in images from earlier audits. @default nothing, and nothing is kept */
  readonly cacheFile?: string | undefined;
  readonly report: ProgressCallback;
}

const SOCKET = 'unix://';

/** Everything about an engine, and about its host where that is this machine. @throws AppEngineError EngineInvalid, EngineMissing */
export async function readEngine(host: string, { scanImages: isWanted, cacheFile, report }: ReadEngineOptions): Promise<EngineSnapshot> {
  const engine = connect(host, { environment: process.env });
  await engine.ping().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppEngineError('EngineMissing', `no engine answers at ${host} (${reason}); start it, or name another one with --host`);
  });
  const isLocal = host.startsWith(SOCKET);
  report('reading the host');
  const reading = isLocal ? await readHost(engine, host.slice(SOCKET.length)) : undefined;
  report('reading containers, networks, volumes and images');
  return collect(engine, {
    ...(reading === undefined ? {} : { host: reading }),
    ...((isWanted ?? isLocal) ? { scanImages: (images) => scan(engine, images, cacheFile, report) } : {}),
  });
}

/** Images that run, and those that were built here: the others do not start by accident. */
async function scan(
  engine: Dockerode,
  images: readonly Dockerode.ImageInspectInfo[],
  cacheFile: string | undefined,
  report: ProgressCallback,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const used = new Set((await engine.listContainers({ all: true })).map(({ ImageID: id }) => id));
  const isBuiltHere = ({ RepoTags: tags }: Dockerode.ImageInspectInfo): boolean =>
    ((tags as string[] | null) ?? []).some((tag) => /^[^/]+\.invalid\//.test(tag));
  const ids = images.filter((image) => used.has(image.Id) || isBuiltHere(image)).map(({ Id }) => Id);
  return scanImages(engine, ids, cacheFile, report);
}
