import { runNow } from '../../operations/schedules/ask-schedule';
import { checkSchedule, scheduleContainer } from '../../operations/schedules/schedule-container';
import { placeOf, scheduleStatuses } from '../../operations/schedules/schedule-status';
import type { ScheduledRun } from '../../operations/schedules/schedule-answers';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { noteOutcome } from '../events/outcomes';
import { renderSchedules } from '../render/schedules';
import { openSession } from '../session';
import { formatDuration, row } from '../terminal/format';
import { showProgress } from '../terminal/progress';
import { tellResult } from '../terminal/result';
import { EXIT_UNHEALTHY } from './exit-codes';

interface JsonOption {
  readonly json?: boolean;
}

/** Shows the schedules of all tenants, of one, or the runs of one schedule; resolves to the exit code. */
export async function listSchedules(place: string | undefined, options: JsonOption): Promise<number> {
  const session = openSession();
  await useEngine();
  const states = await States.read(await openStore(session));
  const all = await scheduleStatuses(session, states);
  const found = all.filter((schedule) => place === undefined || place === schedule.tenant || place === placeOf(schedule));
  const isOne = place?.includes('/') === true;
  if (isOne) checkSchedule(states, place);
  tellResult(options, { schedules: found }, () => renderSchedules(found, isOne));
  return found.every(({ problems }) => problems.length === 0) ? 0 : EXIT_UNHEALTHY;
}

/** Runs the command of a schedule now, and shows what it prints; resolves to the exit code. */
export async function runSchedule(place: string, options: JsonOption): Promise<number> {
  const session = openSession();
  await useEngine();
  const states = await States.read(await openStore(session));
  const container = await scheduleContainer(session, states, place);
  const lines = options.json === true ? process.stderr : process.stdout;
  const runs: ScheduledRun[] = [];
  await showProgress(
    [
      {
        subject: place,
        run: async (report) => {
          report('runs');
          const run = await runNow(session, container, place, report);
          runs.push(run);
          noteOutcome(`${run.outcome}${run.message === undefined ? '' : `: ${run.message}`}`);
          return row(place, `${run.outcome} after ${took(run)}${run.message === undefined ? '' : `: ${run.message}`}`);
        },
      },
    ],
    { toStandardError: options.json === true },
  );
  const [run] = runs;
  for (const line of run?.lines ?? []) lines.write(`  ${line}\n`);
  tellResult(options, { run }, () => `Next: npx appengine schedules ${place}\n`);
  return run?.outcome === 'succeeded' ? 0 : EXIT_UNHEALTHY;
}

function took({ began, ended }: ScheduledRun): string {
  return began === undefined || ended === undefined ? '—' : formatDuration(Date.parse(ended) - Date.parse(began));
}
