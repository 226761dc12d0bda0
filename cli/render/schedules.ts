import { lastRun, type ScheduleStatus } from '../../operations/schedules/schedule-status';
import type { ScheduledRun } from '../../operations/schedules/schedule-answers';
import { colors } from '../terminal/colors';
import { formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';

/** @param each whether every run has a line, and the last one all that is known of it */
export function renderSchedules(found: readonly ScheduleStatus[], each: boolean): string {
  if (found.length === 0) return 'No tenant has a schedule.\n';
  const rows = found.map((schedule) => [
    ...[schedule.tenant, schedule.name, schedule.app],
    `${schedule.expression} ${schedule.timeZone}`,
    lastOf(schedule),
    schedule.next === undefined ? '—' : inZone(schedule.next, schedule.timeZone),
  ]);
  const table = `${renderTable(rows, ['TENANT', 'SCHEDULE', 'APP', 'AT', 'LAST', 'NEXT'])}\n`;
  const problems = found.flatMap(({ problems: own }) => own.map((problem) => `  ${colors.red('!')} ${problem}\n`));
  return `${table}${each ? found.map(renderRuns).join('') : ''}${problems.join('')}`;
}

function renderRuns({ runs, timeZone }: ScheduleStatus): string {
  if (runs.length === 0) return '';
  const rows = runs.map((run) => [
    run.due === undefined ? 'asked for' : inZone(run.due, timeZone),
    outcomeOf(run),
    run.began === undefined || run.ended === undefined ? '—' : formatDuration(Date.parse(run.ended) - Date.parse(run.began)),
    run.message ?? run.lines?.at(-1) ?? '—',
  ]);
  const lines = lastRun(runs)?.lines ?? [];
  const printed = lines.length === 0 ? '' : `The last run printed at its end:\n${lines.map((line) => `  ${line}\n`).join('')}`;
  return `\n${renderTable(rows, ['DUE', 'OUTCOME', 'TOOK', 'WHY, OR LAST LINE'])}\n${printed}`;
}

function lastOf({ runs, isRunning }: ScheduleStatus): string {
  if (isRunning) return 'running';
  const last = lastRun(runs);
  return last === undefined ? 'none yet' : outcomeOf(last);
}

function outcomeOf({ outcome, times = 1 }: ScheduledRun): string {
  const text = times === 1 ? outcome : `${outcome} ${String(times)} times`;
  if (outcome === 'succeeded') return colors.green(text);
  return outcome === 'failed' || outcome === 'missed' ? colors.red(text) : text;
}

/** `2026-12-01 02:30`, by the clock of the zone. */
function inZone(time: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(time));
}
