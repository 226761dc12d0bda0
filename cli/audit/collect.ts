import type Dockerode from 'dockerode';
import type { EngineSnapshot, HostReading, ImageReading } from '../../guidelines';
import { unlessMissing } from '../../operations/engine/status-code';
import { bounded } from '../../operations/process/bounded';

/** Optional sources beside the Engine API. */
export interface CollectOptions {
  /** Facts read on the engine's host. @default none */
  readonly host?: HostReading;
  /** Finds setuid files of images, by the images' ids. @default none are looked for */
  readonly scanImages?: (images: readonly Dockerode.ImageInspectInfo[]) => Promise<ReadonlyMap<string, readonly string[]>>;
}

/** Requests at a time: an engine serves them one after another anyway. */
const REQUESTS = 8;

/** Everything that the rules want to know of an engine. Changes nothing there. */
export async function collect(engine: Dockerode, { host, scanImages }: CollectOptions = {}): Promise<EngineSnapshot> {
  const [info, version, listed, networks, { Volumes: volumes }, imageList] = await Promise.all([
    engine.info() as Promise<unknown>,
    engine.version(),
    engine.listContainers({ all: true }),
    engine.listNetworks(),
    engine.listVolumes(),
    engine.listImages(),
  ]);
  const containers = await present(listed, ({ Id }) => engine.getContainer(Id).inspect());
  const inspected = await present(imageList, async ({ Id }) => {
    const image = engine.getImage(Id);
    return { inspect: await image.inspect(), history: (await image.history()) as unknown };
  });
  const setuidFiles = await scanImages?.(inspected.map(({ inspect }) => inspect));
  const images = inspected.map(({ inspect, history }): ImageReading => {
    const found = setuidFiles?.get(inspect.Id);
    return { inspect, history, ...(found === undefined ? {} : { setuidFiles: found }) };
  });
  return {
    info,
    version,
    containers,
    networks: await present(networks, ({ Id }) => engine.getNetwork(Id).inspect() as Promise<unknown>),
    volumes,
    images,
    ...(isManager(info) ? { swarm: (await engine.swarmInspect()) as unknown } : {}),
    ...(host === undefined ? {} : { host }),
  };
}

/** Answers about what is still there: containers and images come and go while an audit looks at them. */
async function present<T, U>(items: readonly T[], inspect: (item: T) => Promise<U>): Promise<readonly U[]> {
  const found = await bounded(items, REQUESTS, async (item): Promise<readonly U[]> => {
    return unlessMissing(async () => [await inspect(item)], []);
  });
  return found.flat();
}

function isManager(info: unknown): boolean {
  const swarm = typeof info === 'object' && info !== null && 'Swarm' in info ? info.Swarm : undefined;
  return typeof swarm === 'object' && swarm !== null && 'ControlAvailable' in swarm && swarm.ControlAvailable === true;
}
