import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { extract } from 'tar-stream';
import { AppEngineError } from '../../constructs/errors';
import { ownedBy } from '../engine/labels';
import { run } from '../process/run';
import type { Session } from '../session';

/** Users of the registry: the one writes, the other one reads. */
export type RegistryUser = 'pull' | 'push';

/** An image that the registry has, as `agent registry list` tells it. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: readonly string[];
  /** In the form of RFC 3339. */
  readonly pushed: string;
  /** Bytes of all its layers: several images may share some. */
  readonly bytes: number;
}

/** Answer of `agent registry list`. */
export interface RegistryListing {
  /** On the disk. */
  readonly bytes: number;
  readonly repositories: readonly { readonly name: string; readonly manifests: readonly StoredImage[] }[];
}

/** Input of `agent registry collect`. */
export interface Collection {
  /** Images by repository and digest, such as `acme/shop@sha256:…`. */
  readonly keep: readonly string[];
  /** So many of each repository stay, the youngest. */
  readonly youngest: number;
  readonly dryRun: boolean;
}

/** Answer of `agent registry collect`. */
export interface Collected {
  readonly removed: readonly (StoredImage & { readonly repository: string })[];
  /** Bytes on the disk before and after it. */
  readonly before: number;
  readonly after: number;
}

/** Exit status of the agent, in `tools/agent/registry/collect.go`. */
const BUSY = 14;

/** All images that the registry of this engine has. @throws AppEngineError RegistryNotRunning, RegistryFailed */
export async function listImages(session: Session): Promise<RegistryListing> {
  return (await ask(session, ['list'])) as RegistryListing;
}

/**
 * Removes images, and what only they need, while nothing is pushed.
 * @throws AppEngineError RegistryNotRunning, RegistryBusy, RegistryFailed
 */
export async function collectImages(session: Session, collection: Collection): Promise<Collected> {
  return (await ask(session, ['collect'], JSON.stringify(collection))) as Collected;
}

/** Password of a user, from the container that has made it. @throws AppEngineError RegistryNotRunning */
export async function passwordOf(session: Session, user: RegistryUser): Promise<string> {
  const { instance } = session;
  const containers = await session.engine().listContainers({ all: true, filters: ownedBy(instance, 'secret') });
  const pattern = new RegExp(`^/${instance.name}-registry-users-[0-9a-f]{8}$`);
  const [made] = containers.filter(({ Names: [name = ''] }) => pattern.test(name)).sort((a, b) => b.Created - a.Created);
  if (made === undefined) throw notRunning(session);
  const archive = await session
    .engine()
    .getContainer(made.Id)
    .getArchive({ path: `/binding/${user}` });
  for await (const entry of Readable.from(archive).pipe(extract())) return await text(entry);
  throw notRunning(session);
}

async function ask(session: Session, words: readonly string[], input = ''): Promise<unknown> {
  const container = await runningRegistry(session);
  const { exitCode, stdout, stderr } = await run('docker', ['exec', '--interactive', container.Id, 'agent', 'registry', ...words], {
    environment: session.environment,
    input: Buffer.from(input),
  });
  if (exitCode === 0) return JSON.parse(stdout) as unknown;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  if (exitCode === BUSY) {
    throw new AppEngineError(
      'RegistryBusy',
      `the registry waited two minutes for a pause, and removed nothing: ${said}; try it again when no release is built`,
    );
  }
  throw new AppEngineError(
    'RegistryFailed',
    `the registry did not do it: ${said}; its log may say more: docker logs ${(container.Names[0] ?? '').slice(1)}`,
  );
}

async function runningRegistry(session: Session): Promise<Dockerode.ContainerInfo> {
  const [container] = await session.engine().listContainers({ filters: ownedBy(session.instance, 'registry') });
  if (container === undefined) throw notRunning(session);
  return container;
}

function notRunning({ instance }: Session): AppEngineError {
  return new AppEngineError(
    'RegistryNotRunning',
    `no registry of instance ${instance.name} runs on this engine; declare one, new PlatformStack(…, { registry: Registry.hosted() }), and deploy it: npx appengine up --only platform`,
  );
}
