import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import type { ReleaseFile } from '../../constructs/release/release-file';
import { ReleasePlace } from '../../constructs/release/release-place';
import { canaryPlan, type CanaryOptions } from '../../operations/canary/canary-plan';
import { runCanary, type CanaryEnd } from '../../operations/canary/run-canary';
import type { ReleaseTraffic } from '../../operations/canary/traffic-count';
import { Interrupted } from '../../operations/process/interrupt';
import { readReleases } from '../../operations/releases/release-files';
import { checkAvailable } from '../../operations/releases/kept-images';
import { releaseStatuses } from '../../operations/releases/release-status';
import type { Session } from '../../operations/session';
import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { useEngine } from '../bootstrap/engine';
import { TriedRelease, type TriedReleaseProps } from '../canary/tried-release';
import { noteOutcome } from '../events/outcomes';
import { lockOptions } from '../locks/lock-options';
import { renderCanary, renderStopped } from '../render/canary';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';
import { EXIT_TAKEN_BACK } from './exit-codes';
import { numbered } from './release';
import { deployTenant } from './up';

export interface CanaryCommandOptions extends CanaryOptions {
  readonly number?: string;
  readonly continue?: boolean;
  readonly stop?: boolean;
  readonly wait?: string;
  readonly json?: boolean;
}

/** A release to be tried, and the one beside it. */
interface Beginning {
  /** File in which the release beside it is the current one. */
  readonly file: ReleaseFile;
  readonly release: Release;
  /** Percent to go on from. @default the first step */
  readonly from?: number;
}

/** Gives a release more and more of the requests, and takes it back when it does not do well; resolves to the exit code. */
export async function canaryRelease(text: string, options: CanaryCommandOptions): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  const plan = canaryPlan(options);
  const lock = lockOptions(`release canary ${text}`, options);
  await useEngine();
  const before = readReleases(session.workspace, place);
  const isContinued = options.continue === true || options.stop === true;
  const { from, ...beginning } = isContinued ? continued(place, before) : await begun(session, place, before, options.number);
  const json = options.json === true;
  const deploy: TriedReleaseProps['deploy'] = (types) => deployTenant(session, place.tenant, { types, json }, lock);
  const props: TriedReleaseProps = { session, place, deploy, json, before, ...beginning };
  if (options.stop !== true) await checkAvailable(session, place, beginning.release);
  await bootstrap(bootstrapSteps(session), { toStandardError: json });
  const tried = new TriedRelease(props);
  if (options.stop === true) return stop(props, tried);
  const steps = from === undefined ? plan.steps : [from, ...plan.steps.filter((step) => step > from)];
  try {
    return await finish(props, tried, await runCanary({ ...plan, steps }, tried));
  } catch (error) {
    if (error instanceof Interrupted) {
      const again = `npx appengine release canary ${text}`;
      process.stderr.write(`  ${place.file} says what is tried. Go on: ${again} --continue · take it back: ${again} --stop\n`);
    }
    throw error;
  }
}

/** Takes it back, and says so. */
async function stop({ place, json, file, release }: TriedReleaseProps, tried: TriedRelease): Promise<number> {
  const failure = await tried.takeBack();
  noteOutcome(`${place.toString()}: canary of release ${String(release.number)} stopped`);
  const document = { place: place.toString(), file: place.file, release: release.number, before: file.current.number };
  tellResult({ json }, { ...document, outcome: 'stopped', failure: failure ?? null }, () =>
    renderStopped(place, file.current, release, failure),
  );
  return failure === undefined ? 0 : 1;
}

/** Takes it back where it has not done well. */
async function finish(
  { place, json, file, release }: TriedReleaseProps,
  tried: TriedRelease,
  { steps, problem }: CanaryEnd,
): Promise<number> {
  const failure = problem === undefined ? undefined : await tried.takeBack();
  const outcome = problem === undefined ? 'promoted' : 'taken back';
  const why = problem === undefined ? '' : `: ${problem.split('\n')[0] ?? ''}`;
  noteOutcome(`${place.toString()}: canary of release ${String(release.number)} ${outcome}${why}`);
  const document = {
    place: place.toString(),
    file: place.file,
    release: release.number,
    before: file.current.number,
    outcome,
    reason: problem ?? null,
    failure: failure ?? null,
    steps: steps.map(({ percent, milliseconds, observation, problem: reason }) => ({
      percent,
      seconds: Math.round(milliseconds / 1000),
      reason: reason ?? null,
      canary: figuresOf(observation?.canary),
      current: figuresOf(observation?.current),
    })),
  };
  tellResult({ json }, document, () => renderCanary({ place, before: file.current, release, steps, problem, failure }));
  return problem === undefined ? 0 : EXIT_TAKEN_BACK;
}

/** For programs: a mean in milliseconds is no more exact. */
function figuresOf(traffic: ReleaseTraffic | undefined): object | null {
  if (traffic === undefined) return null;
  const { requests, failed, latency } = traffic;
  return { requests, failed, latency: latency === undefined ? null : Math.round(latency) };
}

/**
 * A release that was just built is the current one of its file, and what is deployed is another one: that becomes the current one again.
 * @throws AppEngineError CanaryRuns, CanaryWithoutBase, ReleaseNumberUnknown
 */
async function begun(session: Session, place: ReleasePlace, file: ReleaseFile, number: string | undefined): Promise<Beginning> {
  const again = `npx appengine release canary ${place.toString()}`;
  if (file.canary !== undefined) {
    const { release, percent } = file.canary;
    throw new AppEngineError(
      'CanaryRuns',
      `release ${String(release.number)} of ${place.toString()} is tried already, on ${String(percent)} % of the requests; go on with it: ${again} --continue, or take it back: ${again} --stop`,
    );
  }
  const [youngest = file.current] = file.releases;
  const release = number === undefined ? youngest : numbered(place, file, number);
  const running = (await releaseStatuses(session, place, file)).filter((status) => status.running.length > 0);
  const isDeployed = running.some((status) => status.release === release);
  const beside = release === file.current ? running.find((status) => status.release !== release)?.release : file.current;
  if (beside !== undefined && !isDeployed) return { file: file.at(beside.number), release };
  throw new AppEngineError(
    'CanaryWithoutBase',
    `release ${String(release.number)} of ${place.toString()} ${isDeployed ? 'is deployed already' : 'has none beside it that is deployed'}, and is tried beside one that gets the other requests; build another one, or name one: ${again} --number <number>`,
  );
}

/** @throws AppEngineError CanaryMissing */
function continued(place: ReleasePlace, file: ReleaseFile): Beginning {
  if (file.canary !== undefined) return { file, release: file.canary.release, from: file.canary.percent };
  throw new AppEngineError(
    'CanaryMissing',
    `${place.file} must have a canary to go on with or to take back, and has none; begin one: npx appengine release canary ${place.toString()}`,
  );
}
