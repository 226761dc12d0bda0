import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...below('docs')];

function below(directory: string): readonly string[] {
  return readdirSync(join(packageRoot(), directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(directory, name));
}

/** Anchors of a page, as they are made of its headings. */
function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('%s links to what is there', (page) => {
  const text = readFileSync(join(packageRoot(), page), 'utf8');
  for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : join(dirname(page), path);
    expect({ link, exists: existsSync(join(packageRoot(), target)) }).toEqual({ link, exists: true });
    if (anchor === undefined) continue;
    expect({ link, anchors: anchorsOf(readFileSync(join(packageRoot(), target), 'utf8')) }).toEqual({
      link,
      anchors: expect.arrayContaining([anchor]),
    });
  }
});
