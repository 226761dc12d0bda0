import { resolve } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { ReleaseFile } from '../../constructs/release/release-file';
import { ReleasePlace } from '../../constructs/release/release-place';
import type { Release, ReleasedImage } from '../../constructs/release/release';
import { removeAttestations } from '../../operations/releases/attestation-files';
import { buildImage } from '../../operations/releases/build-image';
import { declaredRelease, type DeclaredRelease } from '../../operations/releases/declared-releases';
import { appsOf } from '../../operations/releases/released-apps';
import { imageIdOf } from '../../operations/releases/released-image';
import { materialsOf } from '../../operations/releases/materials';
import { isSignedBy, signRelease, signerOf } from '../../operations/releases/release-signing';
import type { Signer } from '../../operations/releases/signer';
import { findReleases, writeReleases } from '../../operations/releases/release-files';
import { author, sourceOf } from '../../operations/releases/revision';
import { registryOf } from '../../operations/releases/declared-registry';
import { bringImage, isKept, keepImage } from '../../operations/releases/kept-images';
import { policiesOf } from '../../operations/vulnerabilities/policies';
import type { Session } from '../../operations/session';
import { bootstrap, bootstrapFor, bootstrapSteps } from '../bootstrap/bootstrap';
import { synth } from '../deploy/synth';
import type { Synthesis } from '../deploy/synthesis';
import { lockOptions } from '../locks/lock-options';
import { withLock, type LockOptions } from '../locks/project-locks';
import { renderBuilt, type BuildResult } from '../render/releases';
import { openSession } from '../session';
import { row } from '../terminal/format';
import { withLine, type ProgressOptions } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { ReleaseChecks } from './release-checks';

/** Errors after which an image is built. */
const MISSING: readonly string[] = ['RegistryImageMissing', 'ReleaseImageMissing'];

export interface ReleaseBuildOptions {
  readonly wait?: string;
  /** False with `--no-sbom`. */
  readonly sbom: boolean;
  readonly json?: boolean;
}

/** A release that was made, or found to be the current one already. */
export interface MadeRelease extends BuildResult {
  readonly release: Release;
}

/** Builds the image of an app from its sources and makes it the current release; deploys nothing. Resolves to the exit code. */
export async function buildRelease(text: string, options: ReleaseBuildOptions): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  const progress = { toStandardError: options.json === true };
  await bootstrap(bootstrapSteps(session), progress);
  const lock = lockOptions(`release build ${text}`, options);
  const { release, ...result } = await makeRelease(session, place, { lock, isListed: options.sbom }, progress);
  tellResult(options, { place: place.toString(), file: place.file, ...result, release }, () => renderBuilt(place, release, result));
  return 0;
}

/** Makes a release of the sources that lie there, on an engine that was looked for. @param isListed false for one without a list of its packages */
export async function makeRelease(
  session: Session,
  place: ReleasePlace,
  { lock, isListed }: { readonly lock: LockOptions; readonly isListed: boolean },
  progress: ProgressOptions,
): Promise<MadeRelease> {
  const before = findReleases(session.workspace, place)?.current;
  const synthesis = await withLine('Synth', progress, async () => {
    const made = await synth(session, { builds: place, makesRelease: true });
    return [made, row('Synth', `${String(made.stacks.length)} stacks`)];
  });
  await bootstrapFor(session, synthesis.directory, progress);
  const policy = policiesOf(synthesis.directory, synthesis.stacks).get(place.tenant);
  const checks = await ReleaseChecks.prepare(session, place, { policy, isListed }, progress);
  const release = await withLine(place.toString(), progress, async (report) => {
    const made = await withLock(session, place.tenant, lock, report, () =>
      checks.tidied(() => released(session, synthesis, place, checks, report)),
    );
    return [made, row(place.toString(), `release ${String(made.number)}, ${made.image.repository}:${made.image.tag}`)];
  });
  const isSigned = release.attestation !== undefined && release.attestation.sha256 !== before?.attestation?.sha256;
  const isPushed = release.image.reference !== undefined && release.image.reference !== before?.image.reference;
  return { release, isNew: release.number !== before?.number, isSigned, isPushed };
}

async function released(
  session: Session,
  synthesis: Synthesis,
  place: ReleasePlace,
  checks: ReleaseChecks,
  report: (activity: string) => void,
): Promise<Release> {
  const { workspace, environment } = session;
  const declared = declaredRelease(synthesis.directory, synthesis.stacks, place);
  const { image, directory } = declared.description;
  const file = findReleases(workspace, place);
  const signer = signerOf(session, place, declared.configuration);
  const gate = await checks.open(report);
  const registry = registryOf(declared.configuration);
  await bringKnown(session, declared, place, file, report);
  const found = await builtImage(session, synthesis, declared, file, report);
  const current = file?.current;
  if (file !== undefined && current?.image.id === found.id && current.image.tag === found.tag && checks.isComplete(current)) {
    const kept = { ...current, image: await keepImage(session, registry, place, current.image, report) };
    if (signer === undefined || isSignedBy(session, signer, place, kept)) {
      if (!isKept(registry, current.image)) writeReleases(workspace, place, file.replacing(kept));
      return kept;
    }
    const signed = await withSignature(session, declared, place, kept, signer);
    writeReleases(workspace, place, file.replacing(signed));
    return signed;
  }
  const number = file?.next ?? 1;
  const checked = await checks.run(number, found, gate, report);
  const release: Release = {
    number,
    // What is refused leaves this engine by no way.
    image: await keepImage(session, registry, place, found, report),
    source: await sourceOf(resolve(workspace.directory, directory), directory, environment),
    ...(await author(workspace.directory, environment)),
    ...checked,
    apps: appsOf(declared.configuration, image),
  };
  const complete = signer === undefined ? release : await withSignature(session, declared, place, release, signer);
  const written = file?.with(complete) ?? ReleaseFile.first(complete);
  writeReleases(workspace, place, written);
  removeAttestations(workspace, place, written);
  return complete;
}

async function withSignature(
  session: Session,
  { configuration, description: { directory, image } }: DeclaredRelease,
  place: ReleasePlace,
  release: Release,
  signer: Signer,
): Promise<Release> {
  const materials = await materialsOf(session, configuration, directory, image);
  return { ...release, attestation: await signRelease(session, signer, place, release, materials) };
}

/** One that was released on another engine comes from the registry, unless that has lost it. */
async function bringKnown(
  session: Session,
  declared: DeclaredRelease,
  place: ReleasePlace,
  file: ReleaseFile | undefined,
  report: (activity: string) => void,
): Promise<void> {
  const registry = registryOf(declared.configuration);
  const known = releaseOf(declared.description.image, file);
  if (known?.image.reference === undefined || !isKept(registry, known.image)) return;
  if ((await imageIdOf(session, declared.description.image)) !== undefined) return;
  try {
    await bringImage(session, registry, place, known, (_place, address, pull) => {
      report(`pulling from ${address}`);
      return pull();
    });
  } catch (error) {
    if (!(error instanceof AppEngineError && MISSING.includes(error.code))) throw error;
  }
}

/** The release that has an image of that name; undefined where none has. */
function releaseOf(image: string, file: ReleaseFile | undefined): Release | undefined {
  const { repository, tag } = partsOf(image);
  return file?.releases.find((release) => release.image.repository === repository && release.image.tag === tag);
}

function partsOf(image: string): { readonly repository: string; readonly tag: string } {
  const [, repository = '', tag = ''] = /\/([^/:]+):([^:]+)$/.exec(image) ?? [];
  return { repository, tag };
}

/** One that was released already is not built again: what comes out of a build has the time of it, and would be another image. */
async function builtImage(
  session: Session,
  { directory, stacks }: Synthesis,
  { stack, description: { image } }: DeclaredRelease,
  file: ReleaseFile | undefined,
  report: (activity: string) => void,
): Promise<ReleasedImage> {
  const { repository, tag } = partsOf(image);
  const known = releaseOf(image, file);
  if (known !== undefined && (await imageIdOf(session, image)) === known.image.id) return known.image;
  report('building');
  return { repository, tag, id: await buildImage(session, { directory, stacks, stack, image }, report) };
}
