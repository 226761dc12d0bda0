import type { Release } from '../../constructs/release/release';
import type { ReleasePlace } from '../../constructs/release/release-place';
import type { StepResult } from '../../operations/canary/run-canary';
import type { ReleaseTraffic } from '../../operations/canary/traffic-count';
import { colors } from '../terminal/colors';
import { formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';

/** A canary that has come to its end. */
export interface CanaryResult {
  readonly place: ReleasePlace;
  readonly before: Release;
  readonly release: Release;
  readonly steps: readonly StepResult[];
  /** Undefined where it is the current release now. */
  readonly problem: string | undefined;
  /** Of the deploy that took it back; undefined where that worked, or was not needed. */
  readonly failure: string | undefined;
}

/** `412 requests, 0 failed, 12 ms, in 5m00s`. */
export function describeStep({ milliseconds, observation, problem }: StepResult): string {
  const seen = observation === undefined ? 'nothing seen' : describeTraffic(observation.canary);
  return `${seen}, in ${formatDuration(milliseconds)}${problem === undefined ? '' : `: ${problem}`}`;
}

/** Figures of both releases side by side, and what is next. */
export function renderCanary({ place, before, release, steps, problem, failure }: CanaryResult): string {
  const rows = steps.flatMap(({ percent, observation }) =>
    observation === undefined
      ? []
      : [
          [`${String(percent)} %`, `${String(release.number)}, the canary`, ...cellsOf(observation.canary)],
          ['', String(before.number), ...cellsOf(observation.current)],
        ],
  );
  const table = rows.length === 0 ? '' : `${renderTable(rows, ['STEP', 'RELEASE', 'REQUESTS', 'FAILED', 'ANSWER'])}\n`;
  if (problem === undefined) {
    return `${table}Release ${String(release.number)} of ${place.toString()} is the current one, and deployed.\n${next(place)}`;
  }
  const back = `${colors.red('Taken back')}: ${problem}.\n`;
  return `${table}${back}${afterwards(place, before, failure)}`;
}

/** End of a canary that a person has ended. */
export function renderStopped(place: ReleasePlace, current: Release, release: Release, failure: string | undefined): string {
  return `Release ${String(release.number)} of ${place.toString()} is tried no more.\n${afterwards(place, current, failure)}`;
}

function afterwards(place: ReleasePlace, current: Release, failure: string | undefined): string {
  const stays = `Release ${String(current.number)} of ${place.toString()} gets all requests.\n${next(place)}`;
  if (failure === undefined) return stays;
  return `  ${colors.yellow('!')} ${place.file} is without the canary, and its deploy went wrong: ${failure}\n  Next: npx appengine up --only ${place.tenant}\n`;
}

function describeTraffic({ requests, failed, latency }: ReleaseTraffic): string {
  return `${String(requests)} requests, ${String(failed)} failed${latency === undefined ? '' : `, ${String(Math.round(latency))} ms`}`;
}

function cellsOf({ requests, failed, latency }: ReleaseTraffic): readonly string[] {
  return [String(requests), String(failed), latency === undefined ? '—' : `${String(Math.round(latency))} ms`];
}

function next(place: ReleasePlace): string {
  return `Next: git diff ${place.file} · commit it\n`;
}
