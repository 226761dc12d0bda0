import { setTimeout as sleep } from 'node:timers/promises';
import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import type { ReleaseFile } from '../../constructs/release/release-file';
import { ReleasePlace } from '../../constructs/release/release-place';
import { canaryPlan, type CanaryOptions } from '../../operations/canary/canary-plan';
import { deployedCanaries, readTraffic } from '../../operations/canary/observe';
import { runCanary, type CanaryEnd, type CanaryWorld, type StepResult } from '../../operations/canary/run-canary';
import { TrafficCount } from '../../operations/canary/traffic-count';
import { Interrupted, throwIfInterrupted } from '../../operations/process/interrupt';
import { readReleases, writeReleases } from '../../operations/releases/release-files';
import { releaseStatuses } from '../../operations/releases/release-status';
import { checkImage } from '../../operations/releases/released-image';
import type { Session } from '../../operations/session';
import type { States } from '../../operations/state/states';
import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { useEngine } from '../bootstrap/engine';
import { hasSucceeded } from '../deploy/deploy-stack';
import { renderFailure } from '../deploy/render-failure';
import { noteOutcome } from '../events/outcomes';
import { lockOptions } from '../locks/lock-options';
import type { LockOptions } from '../locks/project-locks';
import { describeStep, renderCanary, renderStopped } from '../render/canary';
import { openSession } from '../session';
import { messageOf } from '../terminal/error-message';
import { row } from '../terminal/format';
import { withLine } from '../terminal/progress';
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

/** A try of a release beside another one. */
interface Try {
  readonly session: Session;
  readonly place: ReleasePlace;
  readonly lock: LockOptions;
  readonly options: CanaryCommandOptions;
  /** File with the release beside which it is tried as the current one. */
  readonly file: ReleaseFile;
  readonly release: Release;
}

/** Gives a release more and more of the requests, and takes it back when it does not do well; resolves to the exit code. */
export async function canaryRelease(text: string, options: CanaryCommandOptions): Promise<number> {
  const session = openSession();
  const place = ReleasePlace.parse(text);
  const plan = canaryPlan(options);
  const lock = lockOptions(`release canary ${text}`, options);
  await useEngine();
  const before = readReleases(session.workspace, place);
  if (options.stop === true) return stop({ session, place, lock, options, file: before, release: running(place, before).release });
  const { file, release, from } =
    options.continue === true ? continued(place, before) : await begun(session, place, before, options.number);
  await checkImage(session, place, release);
  await bootstrap(bootstrapSteps(session), { toStandardError: options.json === true });
  const steps = from === undefined ? plan.steps : [from, ...plan.steps.filter((step) => step > from)];
  const tried: Try = { session, place, lock, options, file, release };
  try {
    const end = await runCanary({ ...plan, steps }, worldOf(tried, before));
    return await finish(tried, end);
  } catch (error) {
    if (error instanceof Interrupted) {
      process.stderr.write(
        `  ${place.file} says what is deployed. Go on: npx appengine release canary ${text} --continue · or end it: --stop\n`,
      );
    }
    throw error;
  }
}

/** Takes the canary out of the file, and deploys that. */
async function stop(tried: Try): Promise<number> {
  const { session, place, options, release } = tried;
  await bootstrap(bootstrapSteps(session), { toStandardError: options.json === true });
  const failure = await takeBack(tried);
  noteOutcome(`${place.toString()}: canary of release ${String(release.number)} stopped`);
  tellResult(
    options,
    { place: place.toString(), file: place.file, release: release.number, outcome: 'stopped', failure: failure ?? null },
    () => renderStopped(place, tried.file.current, release, failure),
  );
  return failure === undefined ? 0 : 1;
}

async function finish(tried: Try, { steps, problem }: CanaryEnd): Promise<number> {
  const { session, place, options, file, release } = tried;
  const failure = problem === undefined ? undefined : await takeBack(tried);
  const outcome = problem === undefined ? 'promoted' : 'taken back';
  noteOutcome(
    `${place.toString()}: canary of release ${String(release.number)} ${outcome}${problem === undefined ? '' : `: ${firstLine(problem)}`}`,
  );
  const document = {
    ...{ place: place.toString(), file: place.file, release: release.number, before: file.current.number, outcome },
    ...{ reason: problem ?? null, failure: failure ?? null },
    steps: steps.map(({ percent, milliseconds, observation, problem: found }) => ({
      ...{ percent, seconds: Math.round(milliseconds / 1000), reason: found ?? null },
      ...{ canary: observation?.canary ?? null, current: observation?.current ?? null },
    })),
    current: readReleases(session.workspace, place).current.number,
  };
  tellResult(options, document, () => renderCanary({ place, before: file.current, release, steps, problem, failure }));
  return problem === undefined ? 0 : EXIT_TAKEN_BACK;
}

/** Resolves to what went wrong, if anything did: the file is without the canary in any case. */
async function takeBack({ session, place, file, options, lock }: Try): Promise<string | undefined> {
  writeReleases(session.workspace, place, file.at(file.current.number));
  try {
    const [failure] = await deployed(session, place, options, lock, false);
    return failure;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return messageOf(error);
  }
}

function worldOf({ session, place, lock, options, file, release }: Try, before: ReleaseFile): CanaryWorld {
  const { workspace } = session;
  const progress = { toStandardError: options.json === true };
  let written = before.render();
  let isFirst = true;
  let seen: { readonly states: States; readonly apps: ReadonlySet<string>; readonly count: TrafficCount } | undefined;
  const write = (next: ReleaseFile): void => {
    checkUnchanged();
    writeReleases(workspace, place, next);
    written = next.render();
  };
  const checkUnchanged = (): void => {
    if (readReleases(workspace, place).render() === written) return;
    throw new AppEngineError(
      'CanaryChanged',
      `${place.file} was changed while the canary of release ${String(release.number)} ran: another command or person decides now; see what is deployed: npx appengine release list ${place.toString()}`,
    );
  };
  /** Resolves to what went wrong. The first deploy may be refused before anything is touched: then the file is as it was. */
  const attempt = async (next: ReleaseFile): Promise<readonly [failure: string | undefined, states?: States]> => {
    write(next);
    const wasFirst = isFirst;
    isFirst = false;
    try {
      return await deployed(session, place, options, lock, wasFirst);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      if (!wasFirst) return [messageOf(error)];
      write(before);
      throw error;
    }
  };
  return {
    deploy: async (percent) => {
      const [failure, states] = await attempt(file.trying(release.number, percent));
      if (failure !== undefined || states === undefined) return failure;
      const canaries = deployedCanaries(states, place.tenant, release.number);
      if (canaries.size === 0)
        return `no app that listens on a port runs the image of ${place.toString()}, so that no request can be led to the release`;
      const containers = [...canaries.values()].flatMap((canary) => canary.containers);
      seen = { states, apps: new Set(canaries.keys()), count: new TrafficCount(new Set(containers)) };
      return undefined;
    },
    promote: async () => (await attempt(file.at(release.number)))[0],
    observe: async () => {
      if (seen === undefined) throw new Error('nothing is deployed yet');
      const { states, apps, count } = seen;
      count.add(await readTraffic(session, states, place.tenant, apps));
      return count.observation;
    },
    pause: async (milliseconds) => {
      for (let left = milliseconds; left > 0; left -= HEARD_EVERY) {
        throwIfInterrupted();
        await sleep(Math.min(left, HEARD_EVERY));
      }
      throwIfInterrupted();
      checkUnchanged();
    },
    now: () => Date.now(),
    show: (percent, work) =>
      withLine(`${String(percent)} %`, progress, async (report): Promise<readonly [StepResult, string]> => {
        const result = await work(report);
        const line = describeStep(result);
        noteOutcome(`${place.toString()}: canary of release ${String(release.number)}, ${String(percent)} %: ${line}`);
        return [result, row(`${String(percent)} %`, line)];
      }),
  };
}

/** So soon an interrupt is heard. */
const HEARD_EVERY = 250;

/** Deploys what the file says. Resolves to what went wrong, if anything did, and to the states after it. */
async function deployed(
  session: Session,
  { tenant }: ReleasePlace,
  { json }: CanaryCommandOptions,
  lock: LockOptions,
  types: boolean,
): Promise<readonly [failure: string | undefined, states: States]> {
  const { stacks, states } = await deployTenant(session, tenant, { types, ...(json === undefined ? {} : { json }) }, lock);
  const failed = stacks.filter((stack) => !hasSucceeded(stack));
  for (const stack of failed.filter(({ errors }) => errors.length > 0)) process.stderr.write(`${renderFailure(stack)}\n`);
  const names = failed.map(({ name }) => name).join(', ');
  return [failed.length === 0 ? undefined : `the deploy of ${names} failed`, states];
}

interface Beginning {
  readonly file: ReleaseFile;
  readonly release: Release;
  /** Percent to go on from. @default the first step */
  readonly from?: number;
}

/** A release that was just built is the current one of its file, and what runs is another one: that becomes the current one again. */
async function begun(session: Session, place: ReleasePlace, file: ReleaseFile, number: string | undefined): Promise<Beginning> {
  if (file.canary !== undefined) {
    const { release, percent } = file.canary;
    throw new AppEngineError(
      'CanaryRuns',
      `release ${String(release.number)} of ${place.toString()} is tried already, on ${String(percent)} % of the requests; go on with it: npx appengine release canary ${place.toString()} --continue, or end it: --stop`,
    );
  }
  const [youngest = file.current] = file.releases;
  const release = number === undefined ? youngest : numbered(place, file, number);
  if (release !== file.current) return { file, release };
  const statuses = await releaseStatuses(session, place, file);
  const other = statuses.find((status) => status.release !== release && status.running.length > 0);
  const isDeployed = statuses.some((status) => status.release === release && status.running.length > 0);
  if (other !== undefined && !isDeployed) return { file: file.at(other.release.number), release };
  throw new AppEngineError(
    'CanaryWithoutBase',
    `release ${String(release.number)} of ${place.toString()} ${isDeployed ? 'is deployed already' : 'has no other one beside it that is deployed'}, and a canary needs a release that serves the other requests; build another one, or name one: --number`,
  );
}

function continued(place: ReleasePlace, file: ReleaseFile): Beginning {
  const { release, percent } = running(place, file);
  return { file: file.at(file.current.number), release, from: percent };
}

/** @throws AppEngineError CanaryMissing */
function running(place: ReleasePlace, { canary }: ReleaseFile): NonNullable<ReleaseFile['canary']> {
  if (canary !== undefined) return canary;
  throw new AppEngineError(
    'CanaryMissing',
    `${place.file} must have a canary to go on with or to end, and has none; begin one: npx appengine release canary ${place.toString()}`,
  );
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
