import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import type { Release, ReleasedFile } from '../../constructs/release/release';
import type { ReleaseFile } from '../../constructs/release/release-file';
import { RELEASES_FOLDER, type ReleasePlace } from '../../constructs/release/release-place';
import type { Workspace } from '../workspace';

/** Writes the list of packages of a release beside its file. */
export function writeSbom({ directory }: Workspace, place: ReleasePlace, number: number, text: string): ReleasedFile {
  const file = `${folderOf(place)}/${String(number)}.spdx.json`;
  const path = join(directory, file);
  const draft = `${path}.${String(process.pid)}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, text);
  renameSync(draft, path);
  return { file, sha256: hashOf(text) };
}

/** Undefined for a release without one. @throws AppEngineError SbomMissing, SbomChanged */
export function readSbom({ directory }: Workspace, place: ReleasePlace, { number, sbom }: Release): string | undefined {
  if (sbom === undefined) return undefined;
  const path = join(directory, sbom.file);
  const subject = `${sbom.file}, the list of packages of release ${String(number)} of ${place.toString()},`;
  if (!existsSync(path)) {
    throw new AppEngineError('SbomMissing', `${subject} is not there; take it back as it was committed: git checkout -- ${sbom.file}`);
  }
  const text = readFileSync(path, 'utf8');
  if (hashOf(text) === sbom.sha256) return text;
  throw new AppEngineError(
    'SbomChanged',
    `${subject} must have the hash ${sbom.sha256}, and has ${hashOf(text)}; take it back as it was committed: git checkout -- ${sbom.file}`,
  );
}

/** Removes the lists of releases that a file does not name any more: they are in the history of the repository. */
export function removeSboms({ directory }: Workspace, place: ReleasePlace, releases: ReleaseFile | undefined): void {
  const folder = join(directory, folderOf(place));
  if (!existsSync(folder)) return;
  const named = new Set((releases?.releases ?? []).flatMap(({ sbom }) => (sbom === undefined ? [] : [join(directory, sbom.file)])));
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/^\d+\.spdx\.json$/.test(name) && !named.has(path)) rmSync(path);
  }
}

function folderOf({ tenant, app }: ReleasePlace): string {
  return `${RELEASES_FOLDER}/${tenant}/${app}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
