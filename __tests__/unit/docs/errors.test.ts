import { relative } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { errorSites } from '../../../tools/error-messages/messages';
import { errorRows, withMessages } from '../../../tools/error-messages/page';
import { readPage } from './pages';

const page = readPage('docs/errors.md');
const rows = errorRows(page);
const sites = errorSites();

test('every code in the sources is documented once, and every documented code is in the sources', () => {
  const thrown = new Set(sites.flatMap(({ code }) => code ?? []));

  expect(thrown.size).toBeGreaterThan(40);
  expect(rows.map(({ code }) => code).sort()).toEqual([...thrown].sort());
});

test.each(rows)('$code says how it looks, where it comes from, and what to do', ({ code, message, cause, fix }) => {
  expect(code).toMatch(/^([A-Z][a-z]+)+$/);
  expect(message).toMatch(/^`.{10,}`$/);
  expect(cause).toMatch(/^[A-Z`].{10,}\.$/);
  expect(fix).toMatch(/^[A-Z`].{10,}\.$/);
});

test('the messages are those of the sources: npm run docs', () => {
  expect(errorRows(withMessages(page))).toEqual(rows);
});

test('every error has a literal code, so that this test sees it', () => {
  const computed = sites.filter(({ code }) => code === undefined).map(({ file }) => relative(packageRoot(), file));

  // Names are reserved in one place; the codes of its errors are literals where it is called.
  expect(computed).toEqual(['constructs/owner/reservations.ts']);
});

test('every message says what to do about it, after a semicolon', () => {
  // What their text is made of says so in its place, or another program's words are all that is known. No row is to be added.
  const computed = [
    'BackupFailed cli/commands/backup.ts',
    'BackupFailed operations/backups/ask-keeper.ts',
    'BackupFailed operations/backups/put-key-back.ts',
    'BackupInvalid constructs/backup/backup.ts',
    'BuildFailed operations/releases/build-image.ts',
    'EngineForbidden cli/bootstrap/engine.ts',
    'EngineMissing cli/bootstrap/engine.ts',
    'HealthHeaderInvalid constructs/container/health-check.ts',
    'HostBorneElsewhere cli/hosts/host-moves.ts',
    'RulePackInvalid guidelines/rule-pack.ts',
    'StateNotWritten operations/state/remote-state.ts',
    'StateUnreadable cli/deploy/migration.ts',
    'SurfaceUnreached cli/audit/audit.ts',
    'TenantFileFailed stacks/load-tenants.ts',
  ];
  const silent = sites.filter(({ code, message }) => code !== undefined && !/; (?:…|[^;]{8,})/.test(message));

  expect([...new Set(silent.map(({ code = '', file }) => `${code} ${relative(packageRoot(), file)}`))].sort()).toEqual(computed);
});
