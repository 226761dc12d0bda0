import type Dockerode from 'dockerode';
import { AppEngineError } from '../../constructs/errors';
import type { Instance } from '../../constructs/host/instance';
import { RootImage } from '../../constructs/image/root-image';
import { statusOf, unlessMissing } from '../engine/status-code';
import { bounded } from '../process/bounded';
import { releasedImages } from '../releases/released-images';
import type { Session } from '../session';
import type { TerraformState } from '../state/terraform-state';

/** An image of an earlier release, by one of its names. */
export interface EarlierImage {
  readonly name: string;
  /** Since when it has this name, in milliseconds: a build that can be repeated has no time of its own. */
  readonly namedAt: number;
}

/** Of each repository, for a return to earlier releases: with the one that is deployed, the images of three. */
const KEPT = 2;
const PARALLEL_REQUESTS = 8;
const CONFLICT = 409;
const UNREADABLE: readonly string[] = ['ReleaseInvalid', 'ReleaseNameInvalid'];

/** Removes images of a stack that the last releases do not need, and that nothing uses. @param state after the deploy. @returns their names */
export async function removeOutdatedImages(session: Session, state: TerraformState): Promise<readonly string[]> {
  const { instance } = session;
  const deployed = imagesIn(state).filter((name) => name.startsWith(instance.imagePrefix));
  if (deployed.length === 0) return [];
  const folders = new Set(deployed.map(folderOf));
  try {
    return await removeImages(session, await findOutdated(session, deployed, (name) => folders.has(folderOf(name))));
  } catch (error) {
    // Of a release file that this deploy did not read: nothing says which images it needs.
    if (error instanceof AppEngineError && UNREADABLE.includes(error.code)) return [];
    throw error;
  }
}

/**
 * Names of images of an installation that no release file names, that nothing uses, and that are not among the youngest of their repository.
 * @param deployed names in its states
 * @param isLookedAt the images that it is about. @default all of the installation
 * @throws AppEngineError ReleaseInvalid where a release file cannot be read: then nothing says what it needs
 */
export async function findOutdated(
  session: Session,
  deployed: readonly string[],
  isLookedAt: (name: string) => boolean = () => true,
): Promise<readonly string[]> {
  const { instance } = session;
  const client = session.engine();
  const [images, containers] = await Promise.all([client.listImages(), client.listContainers({ all: true })]);
  const needed = new Set([
    ...deployed,
    ...rootImages(instance),
    ...releasedImages(session),
    ...containers.flatMap(({ Image, ImageID }) => [Image, ImageID]),
  ]);
  const isOurs = (name: string): boolean => name.startsWith(instance.imagePrefix) && isLookedAt(name) && !needed.has(name);
  const unused = images.filter(({ Id }) => !needed.has(Id)).flatMap(({ RepoTags }) => (RepoTags ?? []).filter(isOurs));
  // Most stacks have none to remove, and when an image got its name is a request each.
  const candidates = [...byRepository(unused, (name) => name).values()].filter(({ length }) => length > KEPT).flat();
  return outdatedImages(await bounded(candidates, PARALLEL_REQUESTS, (name) => inspected(client, name)));
}

/** Removes images that nothing has begun to use meanwhile. @returns the names of those that are gone */
export async function removeImages(session: Session, names: readonly string[]): Promise<readonly string[]> {
  const client = session.engine();
  const removed = await bounded(names, PARALLEL_REQUESTS, async (name) => ((await remove(client, name)) ? [name] : []));
  return removed.flat();
}

/** All but the youngest of each repository. */
export function outdatedImages(images: readonly EarlierImage[]): readonly string[] {
  return [...byRepository(images, ({ name }) => name).values()].flatMap((earlier) =>
    earlier
      .sort((a, b) => b.namedAt - a.namedAt || (a.name < b.name ? -1 : 1))
      .slice(KEPT)
      .map(({ name }) => name),
  );
}

/** The part of a name that all images of a stack share: `appengine.invalid/blue/acme/` of a tenant's, `appengine.invalid/blue/` of the platform's. */
function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

function byRepository<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const repository = nameOf(item).replace(/:[^:]*$/, '');
    groups.set(repository, [...(groups.get(repository) ?? []), item]);
  }
  return groups;
}

/** Names of the images that a state has built, pulled or looked at. */
export function imagesIn({ resources }: TerraformState): readonly string[] {
  return resources
    .filter(({ type }) => type === 'docker_image')
    .flatMap(({ instances }) => instances.flatMap(({ attributes: { name } }) => (name === undefined ? [] : [name])));
}

/** No state has them, and the next build starts from them. */
function rootImages(instance: Instance): readonly string[] {
  return [...RootImage.all(instance), ...RootImage.optional(instance)].map(({ name }) => name);
}

async function inspected(client: Dockerode, name: string): Promise<EarlierImage> {
  const { Created, Metadata } = (await client.getImage(name).inspect()) as Dockerode.ImageInspectInfo & {
    readonly Metadata?: { readonly LastTagTime?: string };
  };
  // Go's zero time, of the year 1, is none.
  const [namedAt = 0] = [Metadata?.LastTagTime, Created].map((time) => Date.parse(time ?? '')).filter((time) => time > 0);
  return { name, namedAt };
}

/** @returns false if something uses it by now */
async function remove(client: Dockerode, name: string): Promise<boolean> {
  try {
    return await unlessMissing(async () => {
      await client.getImage(name).remove();
      return true;
    }, false);
  } catch (error) {
    if (statusOf(error) === CONFLICT) return false;
    throw error;
  }
}
