import { AppEngineError } from '../../constructs/errors';
import type { Release, ReleasedImage } from '../../constructs/release/release';
import type { ReleasePlace } from '../../constructs/release/release-place';
import type { RegistryDescription } from '../../stacks/registry-description';
import type { ProgressCallback } from '../progress';
import { checkImage, giveName, imageIdOf, imageNameOf } from './released-image';
import type { Session } from '../session';
import { checkTrusted, isKeptIn } from './declared-registry';
import { loginOf } from '../registry/login';
import { forget, pullImage, pushImage } from '../registry/transfer';

/**
 * Puts the image of a release into the registry, unless it is there.
 * @returns the image, with the reference by which other engines get it
 */
export async function keepImage(
  session: Session,
  registry: RegistryDescription | undefined,
  { tenant }: ReleasePlace,
  image: ReleasedImage,
  report: ProgressCallback,
): Promise<ReleasedImage> {
  if (registry === undefined || isKept(registry, image)) return image;
  report(`pushing to ${registry.address}`);
  const login = await loginOf(session, registry, 'push');
  const { id, tag } = image;
  return {
    ...image,
    reference: await pushImage(session, registry, login, { image: id, repository: `${tenant}/${image.repository}`, tag }),
  };
}

/** True where there is nothing to push. */
export function isKept(registry: RegistryDescription | undefined, { reference }: ReleasedImage): boolean {
  return registry === undefined || (reference !== undefined && isKeptIn(registry, reference));
}

/** Shows that something is pulled, and does so. @param address of the registry */
export type Pulling = (place: ReleasePlace, address: string, pull: () => Promise<void>) => Promise<void>;

/**
 * Gets the image of a release from the registry, where the engine has not got it. The id of what comes has to be that of the release.
 * @throws AppEngineError RegistryForeign, ReleaseImageMissing, ReleaseImageChanged, and those of a pull
 */
export async function bringImage(
  session: Session,
  registry: RegistryDescription | undefined,
  place: ReleasePlace,
  release: Release,
  pulling: Pulling = (_place, _address, pull) => pull(),
): Promise<void> {
  const { reference } = release.image;
  if (reference === undefined || !(await isAway(session, place, release))) {
    await checkImage(session, place, release);
    return;
  }
  const trusted = checkTrusted(registry, place, release, reference);
  await pulling(place, trusted.address, () => pull(session, trusted, place, release, reference));
}

async function pull(
  session: Session,
  registry: RegistryDescription,
  place: ReleasePlace,
  release: Release,
  reference: string,
): Promise<void> {
  const { id } = release.image;
  const pulled = await pullImage(session, registry, await loginOf(session, registry, 'pull'), reference);
  try {
    if (pulled !== id) {
      throw new AppEngineError(
        'ReleaseImageChanged',
        `image ${reference} of release ${String(release.number)} of ${place.toString()} must be ${id}, as ${place.file} says, and is ${pulled} on this engine; take the file back as it was committed: git checkout -- ${place.file}, or build the release again where engines keep images in another way`,
      );
    }
    await giveName(session, id, imageNameOf(session, place, release));
  } finally {
    // A name of the registry would keep the image when no release needs it any more.
    await forget(session, reference);
  }
}

/** Refuses a release whose image is neither on the engine nor in a registry. @throws AppEngineError ReleaseImageMissing, ReleaseImageChanged */
export async function checkAvailable(session: Session, place: ReleasePlace, release: Release): Promise<void> {
  if (release.image.reference !== undefined && (await isAway(session, place, release))) return;
  await checkImage(session, place, release);
}

/** True where the engine has the image under no name. */
async function isAway(session: Session, place: ReleasePlace, release: Release): Promise<boolean> {
  const names = [imageNameOf(session, place, release), release.image.id];
  const found = await Promise.all(names.map((name) => imageIdOf(session, name)));
  return found.every((id) => id === undefined);
}
