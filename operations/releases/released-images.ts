import type { Session } from '../session';
import { readReleases, releasePlaces } from './release-files';
import { imageNameOf } from './released-image';

/** Full names of the images that the release files of a project name: a rollback needs them. @throws AppEngineError ReleaseInvalid, ReleaseNameInvalid */
export function releasedImages(session: Session): readonly string[] {
  return releasePlaces(session.workspace).flatMap((place) =>
    readReleases(session.workspace, place).releases.map((release) => imageNameOf(session, place, release)),
  );
}
