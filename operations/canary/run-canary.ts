import type { ProgressCallback } from '../progress';
import { Interrupted } from '../process/interrupt';
import type { CanaryPlan } from './canary-plan';
import { judge } from './judgement';
import type { Observation } from './traffic-count';

/** Everything that the way of a canary changes and looks at. */
export interface CanaryWorld {
  /** Gives the release a part of the requests: writes its file and deploys it. Resolves to what went wrong, if anything did. */
  deploy(percent: number): Promise<string | undefined>;
  /** Makes it the current release, and deploys that. Resolves to what went wrong, if anything did. */
  promote(): Promise<string | undefined>;
  /** Answers since the last deploy. @throws where they cannot be seen */
  observe(): Promise<Observation>;
  /** @throws Interrupted */
  pause(milliseconds: number): Promise<void>;
  /** In milliseconds. */
  now(): number;
  /** Shows a step while it is watched. */
  show(percent: number, work: (report: ProgressCallback) => Promise<StepResult>): Promise<StepResult>;
}

/** A step that was watched. */
export interface StepResult {
  readonly percent: number;
  readonly milliseconds: number;
  /** Undefined where no proxy could be asked. */
  readonly observation: Observation | undefined;
  /** Undefined where all is well. */
  readonly problem: string | undefined;
}

/** End of the way. */
export interface CanaryEnd {
  readonly steps: readonly StepResult[];
  /** Undefined where it is the current release now: it has to be taken back otherwise. */
  readonly problem: string | undefined;
}

const LOOK_EVERY = 2000;
/** So long a gateway that is being replaced, or an engine that starts again, may give no answer. */
const BLIND_FOR = 60_000;
/** Times its own time that a step without enough requests is waited for. */
const PATIENCE = 6;

/** Gives a release more and more of the requests, as long as it does well. */
export async function runCanary({ steps, every, bounds }: CanaryPlan, world: CanaryWorld): Promise<CanaryEnd> {
  const results: StepResult[] = [];
  for (const percent of steps) {
    const failure = await world.deploy(percent);
    if (failure !== undefined) return { steps: results, problem: failure };
    const result = await world.show(percent, (report) => watch(percent, { steps, every, bounds }, world, report));
    results.push(result);
    if (result.problem !== undefined) return { steps: results, problem: result.problem };
  }
  return { steps: results, problem: await world.promote() };
}

async function watch(percent: number, { every, bounds }: CanaryPlan, world: CanaryWorld, report: ProgressCallback): Promise<StepResult> {
  const began = world.now();
  let observation: Observation | undefined;
  let seenAt = began;
  const ended = (problem?: string): StepResult => ({ percent, milliseconds: world.now() - began, observation, problem });
  for (;;) {
    try {
      observation = await world.observe();
      seenAt = world.now();
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      if (world.now() - seenAt >= BLIND_FOR) return ended(error instanceof Error ? error.message : String(error));
    }
    const verdict = observation === undefined ? ({ kind: 'open' } as const) : judge(observation, bounds);
    if (verdict.kind === 'bad') return ended(verdict.reason);
    const passed = world.now() - began;
    // What was seen before says nothing about the time since.
    const isOver = passed >= every && seenAt >= began + every;
    if (isOver && verdict.kind === 'good') return ended();
    if (isOver && verdict.kind === 'slow') return ended(verdict.reason);
    const { requests, failed } = observation?.canary ?? { requests: 0, failed: 0 };
    const seen = `${String(requests)} requests, ${String(failed)} failed`;
    if (passed >= every * PATIENCE && observation !== undefined && verdict.kind === 'open') {
      return ended(`${String(requests)} requests in ${minutes(passed)} are too few to judge by, ${String(bounds.requests)} are enough`);
    }
    report(passed < every ? seen : `${seen}: too few to judge by, waits for ${String(bounds.requests)}`);
    await world.pause(LOOK_EVERY);
  }
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? `${String(seconds)} seconds` : `${String(Math.round(seconds / 60))} minutes`;
}
