import { RULES } from '../../../guidelines';
import { blocksOf, readPage } from './pages';

test('the README can be read in one go', () => {
  expect(readPage('README.md').split('\n').length).toBeLessThan(115);
});

test('its library is that of the page', () => {
  expect(blocksOf('README.md', 'ts')[0]).toBe(blocksOf('docs/library.md', 'ts')[0]);
});

test.each(['README.md', 'docs/architecture.md', 'docs/library.md', 'docs/operations.md'])('%s counts the rules as they are', (page) => {
  const counts = [...readPage(page).matchAll(/(\d+) rules/g)].map(([, count]) => Number(count));

  expect([...new Set(counts)]).toEqual([RULES.length]);
});
