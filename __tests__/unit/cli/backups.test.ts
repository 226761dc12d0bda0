import { renderBackups } from '../../../cli/render/backups';
import type { BackupStatus } from '../../../operations/backups/backup-status';
import { answered } from '../../../operations/backups/ask-keeper';

const AN_HOUR_AGO = new Date(Date.now() - 3_600_000).toISOString();
const TARGET = 's3:https://s3.example.com/backups/test-acme-orders';

function status(more: Partial<BackupStatus>): BackupStatus {
  return {
    ...{ tenant: 'acme', name: 'orders', type: 'postgres', keep: 14, periodSeconds: 86_400, isRunning: false },
    backups: [{ id: '20261129-031500', began: AN_HOUR_AGO, outcome: 'succeeded' }],
    ...{ kept: [], keptBackups: [], problems: [] },
    ...more,
  };
}

/** The cell of the column COPY. */
function copyIn(text: string): string {
  const [heads = '', row = ''] = text.split('\n');
  const [begin, end] = [heads.indexOf('COPY'), heads.indexOf('DRILL')];
  return row.slice(begin, end).trim();
}

const RUN = { target: TARGET, began: AN_HOUR_AGO, ended: AN_HOUR_AGO };

test.each<[string, Partial<BackupStatus>, string | RegExp]>([
  ['no target', {}, '—'],
  ['a target that has none', { target: TARGET }, 'none yet'],
  ['a copy', { target: TARGET, copy: { ...RUN, outcome: 'succeeded', backup: '20261129-031500', copied: AN_HOUR_AGO } }, /^1 ?h.* ago$/],
  ['a copy that failed', { target: TARGET, copy: { ...RUN, outcome: 'failed', message: 'the target is not reached' } }, 'failed'],
])('the table tells of %s', (_, more, expected) => {
  expect(copyIn(renderBackups([status(more)], false))).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
});

test('what restores and fetches have put aside has the command that removes it', () => {
  const aside = { kept: ['.before-20261129-041500'], keptBackups: ['.before-20261129-040000'] };
  expect(renderBackups([status(aside)], false)).toContain(
    'acme/orders keeps data from before 1 restores and backups from before 1 fetches; remove it with: npx appengine backup discard acme/orders',
  );
});

test('a target that fails has a code of its own, and says that backups go on', () => {
  const failed = { exitCode: 19, words: 'the target is not reached: connection refused' };
  expect(() => answered(failed, 'the backup of acme/orders')).toThrow(
    /^BackupTargetFailed: the backup of acme\/orders could not use the target: the target is not reached: .*the backups in the volume go on/,
  );
});
