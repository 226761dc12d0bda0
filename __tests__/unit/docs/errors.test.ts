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
