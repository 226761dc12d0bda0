import { setTimeout as sleep } from 'node:timers/promises';
import { AppEngineError } from '../../constructs/errors';
import type { Release } from '../../constructs/release/release';
import type { ReleaseFile } from '../../constructs/release/release-file';
import type { ReleasePlace } from '../../constructs/release/release-place';
import { deployedCanaries, readTraffic } from '../../operations/canary/observe';
import type { CanaryWorld, StepResult } from '../../operations/canary/run-canary';
import { TrafficCount, type Observation } from '../../operations/canary/traffic-count';
import { Interrupted, throwIfInterrupted } from '../../operations/process/interrupt';
import type { ProgressCallback } from '../../operations/progress';
import { readReleases, writeReleases } from '../../operations/releases/release-files';
import type { Session } from '../../operations/session';
import type { States } from '../../operations/state/states';
import { hasSucceeded, type StackOutcome } from '../deploy/deploy-stack';
import { renderFailure } from '../deploy/render-failure';
import { noteOutcome } from '../events/outcomes';
import { describeStep } from '../render/canary';
import { messageOf } from '../terminal/error-message';
import { row } from '../terminal/format';
import { TaskFailure, showProgress } from '../terminal/progress';

/** So soon an interrupt is heard, in milliseconds. */
const HEARD_EVERY = 250;

/** A deploy of what the file says. */
export interface DeployedFile {
  readonly stacks: readonly StackOutcome[];
  /** Those after it. */
  readonly states: States;
}

/** Release that is tried, and what is done about it. */
export interface TriedReleaseProps {
  readonly session: Session;
  readonly place: ReleasePlace;
  /** Deploys what the file says. @param types whether the program's types are checked */
  readonly deploy: (types: boolean) => Promise<DeployedFile>;
  /** Standard output is for a document. */
  readonly json: boolean;
  /** File as it is now. */
  readonly before: ReleaseFile;
  /** File in which the release beside it is the current one. */
  readonly file: ReleaseFile;
  readonly release: Release;
}

/** Apps that try it since the last deploy, and their answers. */
interface Answering {
  readonly states: States;
  readonly apps: ReadonlySet<string>;
  readonly count: TrafficCount;
}

/** Outcome of a deploy. */
type Attempt = { readonly failure: string } | { readonly failure: undefined; readonly states: States };

/** A release that is tried: its file says what is deployed, at any time. */
export class TriedRelease implements CanaryWorld {
  private written: string;
  private isTouched = false;
  private answering: Answering | undefined;

  constructor(private readonly props: TriedReleaseProps) {
    this.written = props.before.render();
  }

  async deploy(percent: number): Promise<string | undefined> {
    const { place, file, release } = this.props;
    const attempt = await this.attempt(file.trying(release.number, percent));
    if (attempt.failure !== undefined) return attempt.failure;
    const canaries = deployedCanaries(attempt.states, place.tenant, release.number);
    if (canaries.size === 0)
      return `no app that listens on a port runs the image of ${place.toString()}, so that no request can be led to the release`;
    const containers = [...canaries.values()].flatMap((canary) => canary.containers);
    this.answering = { states: attempt.states, apps: new Set(canaries.keys()), count: new TrafficCount(new Set(containers)) };
    return undefined;
  }

  async promote(): Promise<string | undefined> {
    return (await this.attempt(this.props.file.at(this.props.release.number))).failure;
  }

  /** Gives all requests to the release beside it. Resolves to what went wrong, if anything did: the file is as it should be all the same. */
  async takeBack(): Promise<string | undefined> {
    const { file } = this.props;
    this.isTouched = true;
    return (await this.attempt(file.at(file.current.number))).failure;
  }

  async observe(): Promise<Observation> {
    const { session, place } = this.props;
    if (this.answering === undefined) throw new Error('nothing is deployed yet');
    const { states, apps, count } = this.answering;
    count.add(await readTraffic(session, states, place.tenant, apps));
    return count.observation;
  }

  /** @throws Interrupted, AppEngineError CanaryChanged */
  async pause(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= HEARD_EVERY) {
      throwIfInterrupted();
      await sleep(Math.min(left, HEARD_EVERY));
    }
    throwIfInterrupted();
    this.checkUnchanged();
  }

  now(): number {
    return Date.now();
  }

  async show(percent: number, work: (report: ProgressCallback) => Promise<StepResult>): Promise<StepResult> {
    const { place, release, json } = this.props;
    const results: StepResult[] = [];
    const subject = `${String(percent)} %`;
    const run = async (report: ProgressCallback): Promise<string> => {
      const result = await work(report);
      results.push(result);
      const line = describeStep(result);
      noteOutcome(`${place.toString()}: canary of release ${String(release.number)} on ${subject}: ${line}`);
      if (result.problem !== undefined) throw new TaskFailure(row(subject, line));
      return row(subject, line);
    };
    try {
      await showProgress([{ subject, run }], { toStandardError: json });
    } catch (error) {
      // Its line is shown: the way goes on to where it is taken back.
      if (!(error instanceof TaskFailure)) throw error;
    }
    const [result] = results;
    if (result === undefined) throw new Error(`${subject} was not watched`);
    return result;
  }

  /** The first deploy may be refused before anything is touched: the file is as it was then. */
  private async attempt(next: ReleaseFile): Promise<Attempt> {
    const isFirst = !this.isTouched;
    this.write(next);
    this.isTouched = true;
    try {
      return await this.deployFile(isFirst);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      if (!isFirst) return { failure: messageOf(error) };
      this.write(this.props.before);
      throw error;
    }
  }

  /** @param isFirst later steps have the same program: its types are checked once */
  private async deployFile(isFirst: boolean): Promise<Attempt> {
    const { stacks, states } = await this.props.deploy(isFirst);
    const failed = stacks.filter((stack) => !hasSucceeded(stack));
    for (const stack of failed.filter(({ errors }) => errors.length > 0)) process.stderr.write(`${renderFailure(stack)}\n`);
    if (failed.length === 0) return { failure: undefined, states };
    return { failure: `the deploy of ${failed.map(({ name }) => name).join(', ')} failed` };
  }

  private write(next: ReleaseFile): void {
    this.checkUnchanged();
    writeReleases(this.props.session.workspace, this.props.place, next);
    this.written = next.render();
  }

  /** @throws AppEngineError CanaryChanged */
  private checkUnchanged(): void {
    const { session, place, release } = this.props;
    if (readReleases(session.workspace, place).render() === this.written) return;
    throw new AppEngineError(
      'CanaryChanged',
      `${place.file} was changed by something else while release ${String(release.number)} was tried, and that decides now; see what is deployed: npx appengine release list ${place.toString()}`,
    );
  }
}
