import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { unlessMissing } from '../engine/status-code';
import type { Session } from '../session';

/** Full name of the image of a release in a tenant. */
export function imageNameOf({ instance }: Session, { tenant }: ReleasePlace, { image }: Release): string {
  return instance.imageName(`${tenant}/${image.repository}`, image.tag);
}

/** Id of the image that the engine has under a name; undefined where it has none. */
export async function imageIdOf(session: Session, name: string): Promise<string | undefined> {
  return unlessMissing(async () => (await session.engine().getImage(name).inspect()).Id, undefined);
}

/** Refuses a release whose image the engine has not, or not any more. @throws AppEngineError ReleaseImageMissing, ReleaseImageChanged */
export async function checkImage(session: Session, place: ReleasePlace, release: Release): Promise<void> {
  const name = imageNameOf(session, place, release);
  const { id } = release.image;
  const found = await imageIdOf(session, name);
  if (found === id) return;
  const isElsewhere = (await imageIdOf(session, id)) !== undefined;
  const named = `docker tag ${id} ${name}`;
  const subject = `image ${name} of release ${String(release.number)} of ${place.toString()}`;
  if (found === undefined) {
    throw new AppEngineError(
      'ReleaseImageMissing',
      `${subject} must be on the engine, and is not; ${isElsewhere ? `its content is, give it its name back: ${named}` : rebuild(place, release)}`,
    );
  }
  throw new AppEngineError(
    'ReleaseImageChanged',
    `${subject} must be ${id}, as ${place.file} says, and the engine has ${found} under that name: something else gave it the name; ${isElsewhere ? `give it back: ${named}` : `remove it: docker image rm ${name}, and then ${rebuild(place, release)}`}`,
  );
}

/** Way to the same sources: what comes out of them is a release of its own. */
function rebuild(place: ReleasePlace, { source: { directory, revision, dirty } }: Release): string {
  const build = `npx appengine release build ${place.toString()}`;
  if (revision === undefined) return `build ${directory} again, it was under no version control: ${build}`;
  const changed = dirty ? ', which had changes that were not committed' : '';
  return `build it again from commit ${revision}${changed}: git checkout ${revision} -- ${directory} && ${build}`;
}

/** Gives an image of the engine one name more. @param name full, with a tag */
export async function giveName(session: Session, id: string, name: string): Promise<void> {
  const [, repo = name, tag = 'latest'] = /^(.*):([^:/]+)$/.exec(name) ?? [];
  await session.engine().getImage(id).tag({ repo, tag });
}
