import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('www', import.meta.url));
const pages = readdirSync(root, { recursive: true }).filter((name) => name.endsWith('.html'));
const read = (page) => readFileSync(join(root, page), 'utf8');

/** The file that the static runtime answers a path with: itself, its index, or the page of that name. */
function served(path) {
  const file = join(root, path);
  return [file, join(file, 'index.html'), `${file}.html`].find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

it('has its pages', () => {
  assert.deepEqual(pages.toSorted(), ['404.html', 'about/index.html', 'index.html']);
});

for (const page of pages) {
  describe(page, () => {
    const html = read(page);

    it('links only to what there is', () => {
      const links = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link);
      assert.ok(links.length > 0);
      for (const link of links) {
        const { origin, pathname, hash } = new URL(link, `http://site/${page}`);
        assert.equal(origin, 'http://site', `${link} leaves the site`);
        const file = served(decodeURIComponent(pathname));
        assert.ok(file, `${link} leads nowhere`);
        if (hash) assert.ok(readFileSync(file, 'utf8').includes(`id="${hash.slice(1)}"`), `${link} has no such anchor`);
      }
    });

    it('uses absolute links, because 404.html is shown at any depth', () => {
      assert.doesNotMatch(html, /(?:href|src)="(?![/#])/);
    });

    it('has one title, one h1, a language and a description', () => {
      for (const expected of [/<title>[^<]+<\/title>/g, /<h1>/g, /<html lang="en">/g, /<meta name="description" content="[^"]+"/g]) {
        assert.equal(html.match(expected)?.length, 1, String(expected));
      }
    });
  });
}
