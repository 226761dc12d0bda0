import { resolve } from 'node:path';
import { ReleaseFile } from '../../constructs/release/release-file';
import { ReleasePlace } from '../../constructs/release/release-place';
import type { Release, ReleasedImage } from '../../constructs/release/release';
import { buildImage } from '../../operations/releases/build-image';
import { declaredRelease, type DeclaredRelease } from '../../operations/releases/declared-releases';
import { appsOf } from '../../operations/releases/released-apps';
import { imageIdOf } from '../../operations/releases/released-image';
import { findReleases, writeReleases } from '../../operations/releases/release-files';
import { author, sourceOf } from '../../operations/releases/revision';
import { policiesOf } from '../../operations/vulnerabilities/policies';
import type { Session } from '../../operations/session';
import { bootstrap, bootstrapFor, bootstrapSteps } from '../bootstrap/bootstrap';
import { synth } from '../deploy/synth';
import type { Synthesis } from '../deploy/synthesis';
import { lockOptions } from '../locks/lock-options';
import { withLock } from '../locks/project-locks';
import { renderBuilt } from '../render/releases';
import { openSession } from '../session';
import { row } from '../terminal/format';
import { withLine } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { ReleaseChecks } from './release-checks';

export interface ReleaseBuildOptions {
  readonly wait?: string;
  /** False with `--no-sbom`. */
  readonly sbom: boolean;
  readonly json?: boolean;
}

/** Builds the image of an app from its sources and makes it the current release; deploys nothing. Resolves to the exit code. */
export async function buildRelease(text: string, options: ReleaseBuildOptions): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  const lock = lockOptions(`release build ${text}`, options);
  const progress = { toStandardError: options.json === true };
  await bootstrap(bootstrapSteps(session), progress);
  const before = findReleases(session.workspace, place)?.current;
  const synthesis = await withLine('Synth', progress, async () => {
    const made = await synth(session, { builds: place, makesRelease: true });
    return [made, row('Synth', `${String(made.stacks.length)} stacks`)];
  });
  await bootstrapFor(session, synthesis.directory, progress);
  const policy = policiesOf(synthesis.directory, synthesis.stacks).get(place.tenant);
  const checks = await ReleaseChecks.prepare(session, place, { policy, isListed: options.sbom }, progress);
  const release = await withLine(place.toString(), progress, async (report) => {
    const made = await withLock(session, place.tenant, lock, report, () =>
      checks.tidied(() => released(session, synthesis, place, checks, report)),
    );
    return [made, row(place.toString(), `release ${String(made.number)}, ${made.image.repository}:${made.image.tag}`)];
  });
  const isNew = release.number !== before?.number;
  tellResult(options, { place: place.toString(), file: place.file, isNew, release }, () => renderBuilt(place, release, isNew));
  return 0;
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
  const gate = await checks.open(report);
  const found = await builtImage(session, synthesis, declared, file, report);
  const current = file?.current;
  if (current?.image.id === found.id && current.image.tag === found.tag && checks.isComplete(current)) return current;
  const number = file?.next ?? 1;
  const release: Release = {
    number,
    image: found,
    source: await sourceOf(resolve(workspace.directory, directory), directory, environment),
    ...(await author(workspace.directory, environment)),
    ...(await checks.run(number, found, gate, report)),
    apps: appsOf(declared.configuration, image),
  };
  writeReleases(workspace, place, file?.with(release) ?? ReleaseFile.first(release));
  return release;
}

/** One that was released already is not built again: what comes out of a build has the time of it, and would be another image. */
async function builtImage(
  session: Session,
  { directory, stacks }: Synthesis,
  { stack, description: { image } }: DeclaredRelease,
  file: ReleaseFile | undefined,
  report: (activity: string) => void,
): Promise<ReleasedImage> {
  const [, repository = '', tag = ''] = /\/([^/:]+):([^:]+)$/.exec(image) ?? [];
  const known = file?.releases.find((release) => release.image.repository === repository && release.image.tag === tag);
  if (known !== undefined && (await imageIdOf(session, image)) === known.image.id) return known.image;
  report('building');
  return { repository, tag, id: await buildImage(session, { directory, stacks, stack, image }, report) };
}
