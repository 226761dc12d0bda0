import type Dockerode from 'dockerode';
import { MARKER_ROLE, OWNER_ROLE, ownedBy } from '../../operations/engine/labels';
import { statusOf, unlessMissing } from '../../operations/engine/status-code';
import type { Session } from '../../operations/session';

const CONFLICT = 409;

/** Resources of an instance on an engine, found by label: also those that no state knows. */
export interface Leftovers {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  /** Volumes without users' data. */
  readonly volumes: readonly string[];
  /** Volumes with users' data. */
  readonly dataVolumes: readonly string[];
}

interface Labelled {
  readonly Labels?: Readonly<Record<string, string>> | null | undefined;
}

/** @param stacks the stacks to look at; undefined is all of them */
export async function findLeftovers(session: Session, stacks?: readonly string[]): Promise<Leftovers> {
  const client = session.engine();
  const filters = ownedBy(session.instance);
  const [containers, networks, { Volumes: labelled }] = await Promise.all([
    client.listContainers({ all: true, filters }),
    client.listNetworks({ filters }),
    client.listVolumes({ filters }),
  ]);
  // They say whose the instance is and who is at work on it, and go last.
  const volumes = labelled.filter(({ Labels: labels }: Labelled) => ![OWNER_ROLE, MARKER_ROLE].includes(labels?.['appengine.role'] ?? ''));
  // Volumes and networks keep the labels that they were made with: older ones have no stack.
  const stackOf = ({ Labels: labels }: Labelled): string => labels?.['appengine.stack'] ?? labels?.['appengine.tenant'] ?? 'platform';
  const concerned = (resource: Labelled): boolean => stacks?.includes(stackOf(resource)) ?? true;
  const isData = ({ Labels: labels }: Labelled): boolean => labels?.['appengine.data'] === 'true';
  return {
    containers: containers.filter(concerned).map(({ Id }) => Id),
    networks: networks.filter(concerned).map(({ Id }) => Id),
    volumes: volumes.filter((volume) => concerned(volume) && !isData(volume)).map(({ Name }) => Name),
    dataVolumes: volumes.filter((volume) => concerned(volume) && isData(volume)).map(({ Name }) => Name),
  };
}

/** Removes what was found, in the order that the engine allows. */
export async function removeLeftovers(client: Dockerode, leftovers: Leftovers, includingData: boolean): Promise<void> {
  await stopGateways(client, leftovers.containers);
  for (const id of leftovers.containers) await removeContainer(client.getContainer(id));
  for (const id of leftovers.networks) await unlessMissing(() => client.getNetwork(id).remove(), undefined);
  const volumes = includingData ? [...leftovers.volumes, ...leftovers.dataVolumes] : leftovers.volumes;
  for (const name of volumes) await unlessMissing(() => client.getVolume(name).remove(), undefined);
}

/** Resolves when it is gone, also where the engine is removing it already. */
async function removeContainer(container: Dockerode.Container): Promise<void> {
  try {
    await unlessMissing(() => container.remove({ force: true, v: true }), undefined);
  } catch (error) {
    if (statusOf(error) !== CONFLICT) throw error;
    await unlessMissing(() => container.wait({ condition: 'removed' }), undefined);
  }
}

/** Apps end with their requests answered, while gateways are still there. */
async function stopGateways(client: Dockerode, containers: readonly string[]): Promise<void> {
  const running = await client.listContainers({ filters: { label: ['appengine.role=gateway'] } });
  await Promise.all(running.filter(({ Id }) => containers.includes(Id)).map(({ Id }) => client.getContainer(Id).stop()));
}

/**
 * Removes the instance's image names; an image that another instance names too stays, and one that a container of others uses keeps its name. Resolves to how many.
 * @param stacks those whose images are removed, without the platform's, on which all others build; undefined is all of them
 */
export async function removeImages(session: Session, stacks?: readonly string[]): Promise<number> {
  const client = session.engine();
  const { imagePrefix } = session.instance;
  const prefixes = stacks?.map((stack) => `${imagePrefix}${stack}/`) ?? [imagePrefix];
  const tags = (await client.listImages())
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((tag) => prefixes.some((prefix) => tag.startsWith(prefix)));
  let removed = 0;
  for (const tag of tags) if (await removeImage(client.getImage(tag))) removed++;
  return removed;
}

/** False where the engine keeps it: a container uses it. */
async function removeImage(image: Dockerode.Image): Promise<boolean> {
  try {
    await unlessMissing(() => image.remove(), undefined);
    return true;
  } catch (error) {
    if (statusOf(error) !== CONFLICT) throw error;
    return false;
  }
}

/** True if no instance uses the engine any more: each has at least its root images there. */
export async function isEngineUnused(client: Dockerode): Promise<boolean> {
  const [containers, { Volumes: volumes }, rootImages] = await Promise.all([
    client.listContainers({ all: true }),
    client.listVolumes(),
    client.listImages({ filters: { label: ['appengine.role=root-image'] } }),
  ]);
  const tagged = rootImages.filter(({ RepoTags }) => (RepoTags ?? []).some((tag) => tag !== '<none>:<none>'));
  return containers.length + volumes.length + tagged.length === 0;
}
