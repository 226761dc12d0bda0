import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { PAGES, readPage } from './pages';

/** Anchors of a page, as they are made of its headings. */
function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(PAGES)('%s links to what is there', (page) => {
  const text = readPage(page);
  for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    expect({ link, exists: existsSync(join(packageRoot(), target)) }).toEqual({ link, exists: true });
    if (anchor === undefined) continue;
    expect({ link, anchors: anchorsOf(readPage(target)) }).toEqual({
      link,
      anchors: expect.arrayContaining([anchor]),
    });
  }
});
