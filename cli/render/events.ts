import type { DeploymentEvent } from '../../operations/events/event';
import { harmless } from '../../operations/process/harmless';
import { colors } from '../terminal/colors';
import { renderTable } from '../terminal/table';

/** The oldest first, as they were written. */
export function renderEvents(found: readonly DeploymentEvent[]): string {
  if (found.length === 0) return 'Nothing was done from this checkout.\n';
  const rows = found.map(({ time, by, command, subjects, words = [], revision = '—', result }) => [
    time.slice(0, 19).replace('T', ' '),
    harmless(by.git ?? `${by.user}@${by.machine}`),
    harmless([command, ...subjects, ...(words.length === 0 ? [] : ['--', ...words])].join(' ')),
    revision,
    resultOf(result),
  ]);
  return `${renderTable(rows, ['TIME (UTC)', 'BY', 'COMMAND', 'COMMIT', 'RESULT'])}\n`;
}

function resultOf(result: DeploymentEvent['result']): string {
  if (result === undefined) return colors.yellow('no end: it goes on, or was killed');
  const { exitCode, error, outcomes } = result;
  const first = exitCode === 0 ? colors.green('succeeded') : colors.red(error ?? `exit code ${String(exitCode)}`);
  return [first, ...outcomes.map(harmless)].join('\n');
}
