import { AppEngineError } from '../../constructs/errors';
import { LEAST_PERCENT, MOST_PERCENT } from '../../constructs/release/canary';
import type { Bounds } from './judgement';

/** Way of a release to all requests. */
export interface CanaryPlan {
  /** Parts of the requests, in percent, rising. */
  readonly steps: readonly number[];
  /** Time of each step, in milliseconds. */
  readonly every: number;
  readonly bounds: Bounds;
}

/** Options as a person gives them. */
export interface CanaryOptions {
  readonly steps?: string;
  readonly every?: string;
  readonly maxErrors?: string;
  readonly maxLatency?: string;
  readonly minRequests?: string;
}

const MOST_STEPS = 20;
const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const [SHORTEST_STEP, LONGEST_STEP] = [5000, 24 * 3_600_000];
const LONGEST_LATENCY = 600_000;
const MOST_REQUESTS = 1_000_000;

/** @throws AppEngineError CanaryOptionInvalid */
export function canaryPlan({ steps, every, maxErrors, maxLatency, minRequests }: CanaryOptions): CanaryPlan {
  const latency = maxLatency === undefined ? undefined : time('--max-latency', maxLatency, 1, LONGEST_LATENCY, '1ms to 10m, such as 500ms');
  return {
    steps: stepsOf(steps ?? '5,25,50'),
    every: time('--every', every ?? '5m', SHORTEST_STEP, LONGEST_STEP, '5s to 24h, such as 5m'),
    bounds: {
      errors: part(maxErrors ?? '1%'),
      ...(latency === undefined ? {} : { latency }),
      requests: requests(minRequests ?? '100'),
    },
  };
}

function stepsOf(text: string): readonly number[] {
  const steps = text.split(',').map((step) => (/^\d{1,2}$/.test(step.trim()) ? Number(step) : Number.NaN));
  const isRising = steps.every((step, index) => step >= LEAST_PERCENT && step > (steps[index - 1] ?? 0));
  if (isRising && steps.length <= MOST_STEPS) return steps;
  throw invalid('--steps', text, `rising whole percents from ${String(LEAST_PERCENT)} to ${String(MOST_PERCENT)}, such as 5,25,50`);
}

function time(option: string, text: string, least: number, most: number, what: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})(ms|s|m|h)$/.exec(text) ?? [];
  const milliseconds = Number(count) * (MILLISECONDS[unit] ?? Number.NaN);
  if (milliseconds >= least && milliseconds <= most) return milliseconds;
  throw invalid(option, text, what);
}

function part(text: string): number {
  const [, percent] = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(text) ?? [];
  if (percent !== undefined && Number(percent) <= 100) return Number(percent) / 100;
  throw invalid('--max-errors', text, '0% to 100%, such as 0.5%');
}

function requests(text: string): number {
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_REQUESTS) return count;
  throw invalid('--min-requests', text, `a whole number from 1 to ${String(MOST_REQUESTS)}`);
}

function invalid(option: string, text: string, what: string): AppEngineError {
  return new AppEngineError('CanaryOptionInvalid', `${option} ${JSON.stringify(text)} must be ${what}; leave it out for the default`);
}
