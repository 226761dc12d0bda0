import { AGENT } from '../../constructs/schedule/agent';
import { AppEngineError } from '../../constructs/errors';
import { answerOf, type KeeperAnswer } from '../backups/ask-keeper';
import { harmless } from '../process/harmless';
import type { Session } from '../session';
import type { ScheduledRun, ScheduleListing } from './schedule-answers';

/** Exit status of the agent, in `tools/agent/schedules.go`. */
const BUSY = 14;

/** All that the container of a schedule knows; undefined where it does not answer. */
export async function listingOf(session: Session, container: string): Promise<ScheduleListing | undefined> {
  const { answer } = await ask<ScheduleListing>(session, container, 'list', () => undefined);
  return answer === undefined ? undefined : { ...answer, runs: answer.runs.map(withoutControls) };
}

/**
 * Runs the command of a schedule now.
 * @param place such as `acme/invoices`
 * @param onLine called with each line that it prints
 * @throws AppEngineError ScheduleBusy, ScheduleInterrupted
 */
export async function runNow(session: Session, container: string, place: string, onLine: (line: string) => void): Promise<ScheduledRun> {
  const { answer, exitCode, words } = await ask<ScheduledRun>(session, container, 'run', (line) => {
    onLine(harmless(line));
  });
  if (answer !== undefined) return withoutControls(answer);
  if (exitCode === BUSY) {
    throw new AppEngineError(
      'ScheduleBusy',
      `a run of ${place} must end before another one begins, and one is under way; see npx appengine schedules ${place}`,
    );
  }
  throw new AppEngineError(
    'ScheduleInterrupted',
    `the container of ${place} was stopped before the end of the run: ${harmless(words)}; npx appengine schedules ${place} tells what became of it`,
  );
}

async function ask<T>(session: Session, container: string, request: string, onLine: (line: string) => void): Promise<KeeperAnswer<T>> {
  return answerOf<T>(session, ['exec', container, AGENT, 'schedule', request], onLine);
}

/** A command of a tenant prints what it likes. */
function withoutControls(run: ScheduledRun): ScheduledRun {
  return {
    ...run,
    ...(run.message === undefined ? {} : { message: harmless(run.message) }),
    ...(run.lines === undefined ? {} : { lines: run.lines.map(harmless) }),
  };
}
