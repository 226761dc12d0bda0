import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { ReleaseFile } from '../../constructs/release/release-file';
import { RELEASES_FOLDER, ReleasePlace } from '../../constructs/release/release-place';
import type { Workspace } from '../workspace';

/** Undefined where nothing was released. @throws AppEngineError ReleaseInvalid */
export function findReleases({ directory }: Workspace, { file }: ReleasePlace): ReleaseFile | undefined {
  return ReleaseFile.read(join(directory, file), file);
}

/** @throws AppEngineError ReleaseMissing, ReleaseInvalid */
export function readReleases(workspace: Workspace, place: ReleasePlace): ReleaseFile {
  const found = findReleases(workspace, place);
  if (found !== undefined) return found;
  throw new AppEngineError(
    'ReleaseMissing',
    `${place.toString()} has no release yet: ${place.file} is not there; make the first one: npx appengine release build ${place.toString()}`,
  );
}

/** As a whole or not at all. A file of the repository, as an editor would write it. */
export function writeReleases({ directory }: Workspace, place: ReleasePlace, releases: ReleaseFile): void {
  const path = join(directory, place.file);
  const draft = `${path}.${String(process.pid)}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, releases.render());
  renameSync(draft, path);
}

/** Places of all release files of a project, also of such as nothing declares any more. */
export function releasePlaces({ directory }: Workspace): readonly ReleasePlace[] {
  const root = join(directory, RELEASES_FOLDER);
  if (!existsSync(root)) return [];
  const tenants = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return tenants.flatMap(({ name: tenant }) =>
    readdirSync(join(root, tenant))
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => ReleasePlace.parse(`${tenant}/${name.slice(0, -'.json'.length)}`)),
  );
}

/** Removes a file that was written in vain. */
export function removeReleases({ directory }: Workspace, { file }: ReleasePlace): void {
  rmSync(join(directory, file), { force: true });
}
