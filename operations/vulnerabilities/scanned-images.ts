import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import { ReleasePlace } from '../../constructs/release/release-place';
import { ownedBy } from '../engine/labels';
import { findReleases, readReleases, releasePlaces } from '../releases/release-files';
import type { Session } from '../session';

/** An image that is looked at. */
export interface ScannedImage {
  /** As people call it, such as `acme/shop 3`, or `acme/worker`. */
  readonly subject: string;
  /** Tenant whose policy counts; `platform` for what no tenant owns. */
  readonly owner: string;
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…` */
  readonly id: string;
  /** Release that it is the image of; undefined for what runs without one. */
  readonly release: { readonly place: ReleasePlace; readonly release: Release } | undefined;
}

/**
 * The image of an app: that of the current release, or else the one that runs.
 * @param text such as `acme/shop`
 * @throws AppEngineError ReleaseNameInvalid, ReleaseInvalid, AppImageMissing
 */
export async function imageOfApp(session: Session, text: string): Promise<ScannedImage> {
  const place = ReleasePlace.parse(text);
  const current = findReleases(session.workspace, place)?.current;
  if (current !== undefined) return released(place, current);
  const deployed = (await deployedImages(session)).find(({ subject }) => subject === text);
  if (deployed !== undefined) return deployed;
  throw new AppEngineError(
    'AppImageMissing',
    `${text} must have a release, or run on the engine, and does neither; make a release: npx appengine release build ${text}, or deploy it: npx appengine up`,
  );
}

/** Every image that runs, those of the platform included, and that of every current release; each once. */
export async function allImages(session: Session): Promise<readonly ScannedImage[]> {
  const releases = releasePlaces(session.workspace).map((place) => released(place, readReleases(session.workspace, place).current));
  const distinct = new Map<string, ScannedImage>();
  for (const image of [...releases, ...(await deployedImages(session))]) {
    const key = `${image.owner} ${image.id}`;
    if (!distinct.has(key)) distinct.set(key, image);
  }
  return [...distinct.values()].sort((a, b) => (a.subject < b.subject ? -1 : 1));
}

function released(place: ReleasePlace, release: Release): ScannedImage {
  const { repository, tag, id } = release.image;
  return {
    subject: `${place.toString()} ${String(release.number)}`,
    owner: place.tenant,
    repository,
    tag,
    id,
    release: { place, release },
  };
}

/** Images of containers, by tenant and app. */
async function deployedImages(session: Session): Promise<readonly ScannedImage[]> {
  const containers = await session.engine().listContainers({ filters: { label: [...ownedBy(session.instance).label] } });
  return containers.map(({ Image: name, ImageID: id, Labels: labels, Names: [container = ''] }) => {
    const owner = labels['appengine.tenant'] ?? 'platform';
    // Containers of the platform have no app.
    const app = labels['appengine.app'] ?? labels['appengine.role'] ?? container.slice(1);
    const [, repository = app, tag = id.slice('sha256:'.length).slice(0, 12)] = /([^/:@]+):([^/:@]+)$/.exec(name) ?? [];
    return { subject: `${owner}/${app}`, owner, repository, tag, id, release: undefined };
  });
}
