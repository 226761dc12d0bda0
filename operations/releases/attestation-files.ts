import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Release, ReleasedFile } from '../../constructs/release/release';
import type { ReleaseFile } from '../../constructs/release/release-file';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { hashOf, readAttestation } from '../../constructs/signing/verify-release';
import type { Workspace } from '../workspace';

/** Writes the attestation of a release beside its file, as a whole or not at all. @returns as the release names it */
export function writeAttestation({ directory }: Workspace, place: ReleasePlace, number: number, text: string): ReleasedFile {
  const file = place.attestation(number);
  const path = join(directory, file);
  const draft = `${path}.${String(process.pid)}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(draft, text);
  renameSync(draft, path);
  return { file, sha256: hashOf(text) };
}

/**
 * Gives the attestation of a release to another one that has the same image. It is looked at before, so that what was changed is not handed on.
 * @returns undefined where the release has none
 * @throws AppEngineError AttestationChanged, AttestationInvalid
 */
export function copyAttestation(
  workspace: Workspace,
  from: { readonly place: ReleasePlace; readonly release: Release },
  to: { readonly place: ReleasePlace; readonly number: number },
): ReleasedFile | undefined {
  const { attestation } = from.release;
  if (attestation === undefined) return undefined;
  readAttestation({ directory: workspace.directory, ...from });
  return writeAttestation(workspace, to.place, to.number, readFileSync(join(workspace.directory, attestation.file), 'utf8'));
}

/** Removes attestations of releases that their file does not name, or of all where there is no file. */
export function removeAttestations({ directory }: Workspace, place: ReleasePlace, releases: ReleaseFile | undefined): void {
  const folder = dirname(join(directory, place.attestation(1)));
  if (!existsSync(folder)) return;
  const named = new Set(releases?.releases.map(({ attestation }) => attestation?.file));
  for (const name of readdirSync(folder)) {
    const [, number] = /^(\d+)\.intoto\.json$/.exec(name) ?? [];
    if (number === undefined || named.has(place.attestation(Number(number)))) continue;
    rmSync(join(folder, name), { force: true });
  }
}
