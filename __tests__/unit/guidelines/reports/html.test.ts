import { DOMParser } from '@xmldom/xmldom';
import { GUIDELINES, renderHtml, type Audit } from '../../../../guidelines';
import { AUDIT, CLEAN, HOSTILE, UNSETTLED } from './audit';

/** Elements without an end tag are closed first, so that a parser of XML can say whether all others are. */
function parse(audit: Audit): ReturnType<DOMParser['parseFromString']> {
  const xml = renderHtml(audit)
    .replace('<!DOCTYPE html>\n', '')
    .replace(/<(meta|wbr|br)([^>]*)>/g, '<$1$2/>');
  const onError = (level: string, message: string): void => {
    // It warns of the character that stands for one that XML cannot write.
    if (level !== 'warning') throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(xml, 'text/xml');
}

test.each(Object.entries({ AUDIT, UNSETTLED, CLEAN, HOSTILE }))('%s: every tag is closed, and every link leads somewhere', (_, audit) => {
  const document = parse(audit);
  const ids = [...document.getElementsByTagName('*')].map((element) => element.getAttribute('id')).filter((id) => id !== null);
  const links = [...document.getElementsByTagName('a')].map((link) => link.getAttribute('href') ?? '');

  expect(new Set(ids).size).toBe(ids.length);
  for (const link of links) expect(ids).toContain(link.replace('#', ''));
});

test('it needs nothing from elsewhere, and no script', () => {
  const page = renderHtml(AUDIT);

  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|<img|<link|@import|url\(|https?:/);
});

test('names and values are text', () => {
  const page = renderHtml(HOSTILE);

  expect(page).not.toMatch(/<script|<b>|<x>/);
  expect(page).toContain('&lt;');
  expect(page).not.toContain('\u0000');
});

test('guidelines across, resources down, and the details of what is not good', () => {
  const document = parse(AUDIT);
  const [matrix] = [...document.getElementsByTagName('table')].filter((table) => table.getAttribute('class') === 'matrix');
  const cells = [...(matrix?.getElementsByTagName('tr') ?? [])].at(-1)?.getElementsByTagName('td') ?? [];
  const words = [...cells].map((cell) => cell.getElementsByTagName('span')[1]?.textContent ?? '');

  expect(words).toHaveLength(GUIDELINES.length);
  expect([words[5], words[8], words[9], words[10]]).toEqual(['passed', 'failed: SDG-09.2', 'accepted: SDG-10.6', 'nothing to judge']);
  const articles = [...document.getElementsByTagName('article')].map((article) => article.getAttribute('id'));
  expect(articles).toEqual(['fail-SDG-09.2', 'waived-SDG-10.6']);
});
