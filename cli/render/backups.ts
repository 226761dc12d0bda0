import type { BackupStatus } from '../../operations/backups/backup-status';
import { colors } from '../terminal/colors';
import { formatBytes, formatDuration } from '../terminal/format';
import { renderTable } from '../terminal/table';

/** @param each whether every backup has a line */
export function renderBackups(found: readonly BackupStatus[], each: boolean): string {
  if (found.length === 0) return 'No tenant has anything to back up.\n';
  const rows = found.map((status) => [
    ...[status.tenant, status.name, status.type],
    status.absence === undefined ? lastOf(status) : `none: ${status.absence}`,
    status.absence === undefined ? String(status.backups.filter(({ outcome }) => outcome === 'succeeded').length) : '—',
    copyOf(status),
    drillOf(status),
    status.next === undefined ? '—' : status.next.slice(0, 16).replace('T', ' '),
  ]);
  const table = `${renderTable(rows, ['TENANT', 'DATA', 'TYPE', 'LAST', 'BACKUPS', 'COPY', 'DRILL', 'NEXT (UTC)'])}\n`;
  const problems = found.flatMap(({ problems: own }) => own.map((problem) => `  ${colors.red('!')} ${problem}\n`));
  const kept = found.flatMap(({ tenant, name, kept: aside, keptBackups }) =>
    aside.length + keptBackups.length === 0
      ? []
      : [
          `  ${colors.yellow('!')} ${tenant}/${name} keeps ${keptOf(aside, keptBackups)}; remove it with: npx appengine backup discard ${tenant}/${name}\n`,
        ],
  );
  return `${table}${each ? found.map(renderEach).join('') : ''}${problems.join('')}${kept.join('')}`;
}

function renderEach({ backups }: BackupStatus): string {
  if (backups.length === 0) return '';
  const rows = backups.map(({ id, outcome, bytes, stored, manifest, message }) => [
    id,
    outcome === 'succeeded' ? colors.green(outcome) : outcome === 'failed' ? colors.red(outcome) : outcome,
    bytes === undefined ? '—' : formatBytes(bytes),
    stored === undefined ? '—' : formatBytes(stored),
    manifest === undefined
      ? (message ?? '—')
      : `${String(manifest.reduce((sum, { count }) => sum + Math.max(0, count), 0))} in ${String(manifest.length)}`,
  ]);
  return `\n${renderTable(rows, ['BACKUP', 'OUTCOME', 'DATA', 'NEW', 'CONTENT'])}\n`;
}

function keptOf(data: readonly string[], backups: readonly string[]): string {
  const of = (what: string, count: number, before: string): readonly string[] =>
    count === 0 ? [] : [`${what} from before ${String(count)} ${before}`];
  return [...of('data', data.length, 'restores'), ...of('backups', backups.length, 'fetches')].join(' and ');
}

/** When the target got its last backup. */
function copyOf({ target, copy }: BackupStatus): string {
  if (target === undefined) return '—';
  if (copy === undefined) return colors.yellow('none yet');
  if (copy.outcome === 'failed') return colors.red('failed');
  return copy.copied === undefined ? '—' : `${formatDuration(Date.now() - new Date(copy.copied).getTime())} ago`;
}

function lastOf({ backups, isRunning }: BackupStatus): string {
  if (isRunning) return 'running';
  const last = backups.at(-1);
  if (last === undefined) return colors.yellow('none yet');
  if (last.outcome === 'failed') return colors.red('failed');
  return `${formatDuration(Date.now() - new Date(last.began).getTime())} ago`;
}

function drillOf({ drill, absence }: BackupStatus): string {
  if (absence !== undefined) return '—';
  if (drill === undefined) return 'none yet';
  return drill.outcome === 'failed' ? colors.red('failed') : `${formatDuration(Date.now() - new Date(drill.began).getTime())} ago`;
}
