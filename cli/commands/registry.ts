import type { ReleasePlace } from '../../constructs/release/release-place';
import { AppEngineError } from '../../constructs/errors';
import { collectImages, listImages, passwordOf, type RegistryUser } from '../../operations/registry/hosted-registry';
import { readReleases, releasePlaces } from '../../operations/releases/release-files';
import type { Session } from '../../operations/session';
import { useEngine } from '../bootstrap/engine';
import { lockOptions } from '../locks/lock-options';
import { withProject } from '../locks/project-locks';
import { renderCollected, renderListing, type ListedImage } from '../render/registry';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

/** As of images on an engine: a build of a colleague has a file that this checkout does not have yet. */
const KEPT = 2;
const USERS: readonly string[] = ['pull', 'push'] satisfies readonly RegistryUser[];

/** Shows the images that the registry has, and which releases name them; resolves to the exit code. */
export async function listRegistry(options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const named = releasesByImage(session);
  const { bytes, repositories } = await listImages(session);
  const images = repositories.flatMap(({ name, manifests }) =>
    manifests.map((image): ListedImage => ({ repository: name, ...image, releases: named.get(`${name}@${image.digest}`) ?? [] })),
  );
  tellResult(options, { bytes, images }, () => renderListing(images, bytes));
  return 0;
}

export interface PruneRegistryOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Removes images that no release names, and frees what only they need; resolves to the exit code. */
export async function pruneRegistry(options: PruneRegistryOptions): Promise<number> {
  const session = openSession();
  await useEngine();
  const dryRun = options.dryRun === true;
  const prune = async (): Promise<number> => {
    const keep = [...releasesByImage(session).keys()].sort();
    const { removed, before, after } = await collectImages(session, { keep, youngest: KEPT, dryRun });
    const document = {
      removed: dryRun ? [] : removed,
      wouldRemove: dryRun ? removed : [],
      freed: dryRun ? null : before - after,
      bytes: after,
    };
    tellResult(options, document, () => renderCollected(removed, dryRun ? undefined : before - after, after));
    return 0;
  };
  // A release that is built meanwhile is in no file yet.
  return dryRun ? prune() : withProject(session, lockOptions('registry prune', {}), undefined, prune);
}

/** Prints the password of a user, for `docker login --password-stdin`; resolves to the exit code. */
export async function registryPassword(user: string, options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  if (!isUser(user)) {
    throw new AppEngineError(
      'RegistryUserUnknown',
      `user ${JSON.stringify(user)} must be one of ${USERS.join(', ')}; hosts are pull, and who builds releases is push`,
    );
  }
  const password = await passwordOf(session, user);
  tellResult(options, { user, password }, () => `${password}\n`);
  return 0;
}

function isUser(text: string): text is RegistryUser {
  return USERS.includes(text);
}

/** Releases such as `acme/shop 3`, by their image in a registry, such as `acme/shop@sha256:…`. @throws AppEngineError ReleaseInvalid */
function releasesByImage({ workspace }: Session): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (place: ReleasePlace, number: number, reference: string): void => {
    const image = reference.slice(reference.indexOf('/') + 1);
    found.set(image, [...(found.get(image) ?? []), `${place.toString()} ${String(number)}`]);
  };
  for (const place of releasePlaces(workspace)) {
    for (const { number, image } of readReleases(workspace, place).releases) {
      if (image.reference !== undefined) add(place, number, image.reference);
    }
  }
  return found;
}
