import { resolve } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import type { ReleaseFile } from '../../constructs/release/release-file';
import { ReleasePlace } from '../../constructs/release/release-place';
import { declaredRelease } from '../../operations/releases/declared-releases';
import { configurationDifferences, haveSameImage } from '../../operations/releases/release-differences';
import { readReleases, writeReleases } from '../../operations/releases/release-files';
import { keysOfProject, signatureOf, type ReleaseSignature } from '../../operations/releases/release-signature';
import { checkSignature } from '../../operations/releases/release-signing';
import { releaseStatuses } from '../../operations/releases/release-status';
import { packageDifferences, type PackageDifference } from '../../operations/sbom/package-differences';
import { readSbom } from '../../operations/sbom/sbom-files';
import { parseSpdx } from '../../operations/sbom/spdx';
import { checkAvailable } from '../../operations/releases/kept-images';
import { commitsBetween } from '../../operations/releases/revision';
import type { Session } from '../../operations/session';
import { synth } from '../deploy/synth';
import type { Workspace } from '../../operations/workspace';
import { useEngine } from '../bootstrap/engine';
import { renderDifferences, renderReleases, renderRollback, type ReleaseDifferences } from '../render/releases';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

export interface RollbackOptions {
  readonly to?: string;
  readonly json?: boolean;
}

/** Shows the releases of an app, and what became of each on the engine; resolves to the exit code. */
export async function listReleases(text: string, options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  await useEngine();
  const releases = await releaseStatuses(session, place, readReleases(session.workspace, place));
  const document = releases.map(({ release, canary, failure, signature, ...status }) => ({
    ...release,
    ...status,
    canary: canary ?? null,
    failure: failure ?? null,
    signature: signatureDocument(signature),
  }));
  tellResult(options, { place: place.toString(), file: place.file, releases: document }, () => renderReleases(place, releases));
  return 0;
}

/** Makes an earlier release, or a later one again, the one that the next deploy runs; resolves to the exit code. */
export async function rollbackRelease(text: string, options: RollbackOptions): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  await useEngine();
  const file = readReleases(session.workspace, place);
  const to = options.to === undefined ? beforeOf(place, file) : numbered(place, file, options.to);
  await checkAvailable(session, place, to);
  await checkPolicy(session, place, file, to);
  writeReleases(session.workspace, place, file.at(to.number));
  const differences = await differencesOf(session, place, file.canary?.release ?? file.current, to);
  tellResult(options, { place: place.toString(), file: place.file, ...documentOf(differences) }, () => renderRollback(place, differences));
  return 0;
}

/** Shows what is between two releases: images, sources, configuration; resolves to the exit code. */
export async function diffReleases(
  text: string,
  from: string | undefined,
  to: string | undefined,
  options: { readonly json?: boolean },
): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  const file = readReleases(session.workspace, place);
  const later = to === undefined ? file.current : numbered(place, file, to);
  const earlier = from === undefined ? releaseBefore(place, file) : numbered(place, file, from);
  const packages = packagesBetween(session.workspace, place, earlier, later);
  const differences = { ...(await differencesOf(session, place, earlier, later)), packages };
  tellResult(options, { place: place.toString(), ...documentOf(differences) }, () => renderDifferences(differences));
  return 0;
}

/** The program says which keys it trusts. It is not asked where no release has a signature: if it wants some, `up` refuses. */
async function checkPolicy(session: Session, place: ReleasePlace, file: ReleaseFile, to: Release): Promise<void> {
  if (file.releases.every(({ attestation }) => attestation === undefined)) return;
  const { directory, stacks } = await synth(session, { makesRelease: true });
  checkSignature(session, place, to, declaredRelease(directory, stacks, place).configuration);
}

async function differencesOf(
  { workspace, environment }: Session,
  place: ReleasePlace,
  from: Release,
  to: Release,
): Promise<ReleaseDifferences> {
  const [before, after] = [from.source.revision, to.source.revision];
  const range = before === undefined || after === undefined || before === after ? undefined : ([before, after] as const);
  const directory = resolve(workspace.directory, to.source.directory);
  const isBack = to.number < from.number;
  const keys = keysOfProject(workspace);
  const ends = range === undefined ? undefined : isBack ? ([range[1], range[0]] as const) : range;
  return {
    from,
    to,
    isSameImage: haveSameImage(from, to),
    range: ends === undefined ? undefined : `${ends[0]}..${ends[1]}`,
    commits: ends === undefined ? undefined : await commitsBetween(directory, ends, environment),
    configuration: configurationDifferences(from, to),
    signatures: { from: signatureOf(workspace, place, from, keys), to: signatureOf(workspace, place, to, keys) },
    packages: undefined,
  };
}

/** Undefined where one of them has no list. A rollback does not ask: it must not fail for want of one. */
function packagesBetween(workspace: Workspace, place: ReleasePlace, from: Release, to: Release): readonly PackageDifference[] | undefined {
  const [before, after] = [readSbom(workspace, place, from), readSbom(workspace, place, to)];
  if (before === undefined || after === undefined) return undefined;
  return packageDifferences(parseSpdx(before, place.toString()), parseSpdx(after, place.toString()));
}

function documentOf({ range, commits, packages, signatures: { from, to }, ...differences }: ReleaseDifferences): object {
  const signatures = { from: signatureDocument(from), to: signatureDocument(to) };
  return { ...differences, range: range ?? null, commits: commits ?? null, packages: packages ?? null, signatures };
}

function signatureDocument(signature: ReleaseSignature | undefined): object | null {
  if (signature === undefined) return null;
  const { by, isVerified, problem } = signature;
  return { by: by ?? null, isVerified, problem: problem ?? null };
}

/** @throws AppEngineError ReleaseNumberUnknown */
export function numbered(place: ReleasePlace, file: ReleaseFile, text: string): Release {
  const found = /^\d{1,9}$/.test(text) ? file.find(Number(text)) : undefined;
  if (found !== undefined) return found;
  throw numberUnknown(place, file, `release ${JSON.stringify(text)}`);
}

/** A canary is taken back by itself first: the current release stays. @throws AppEngineError ReleaseNumberUnknown */
function beforeOf(place: ReleasePlace, file: ReleaseFile): Release {
  return file.canary === undefined ? releaseBefore(place, file) : file.current;
}

/** @throws AppEngineError ReleaseNumberUnknown */
function releaseBefore(place: ReleasePlace, file: ReleaseFile): Release {
  if (file.before !== undefined) return file.before;
  throw numberUnknown(place, file, `the release before ${String(file.current.number)}`);
}

function numberUnknown(place: ReleasePlace, file: ReleaseFile, subject: string): AppEngineError {
  const numbers = file.releases.map(({ number }) => String(number)).join(', ');
  return new AppEngineError(
    'ReleaseNumberUnknown',
    `${subject} must be one of those that ${place.file} names, ${numbers}; name one of them, or go back in its history: git log -- ${place.file}`,
  );
}
