import { resolve } from 'node:path';
import { chosen } from '../../../cli/commands/push';
import { renderPushed } from '../../../cli/render/releases';
import { ReleasePlace } from '../../../constructs/release/release-place';
import type { Release } from '../../../constructs/release/release';

const shop = { place: ReleasePlace.parse('acme/shop'), directory: resolve('apps/shop') };
const site = { place: ReleasePlace.parse('globex/site'), directory: resolve('apps/site') };
const copy = { place: ReleasePlace.parse('globex/shop'), directory: resolve('apps/shop') };

test.each<[string, readonly (typeof shop)[], string | undefined, typeof shop]>([
  ['by its name', [shop, site, copy], 'acme/shop', shop],
  ['by its directory', [shop, site], 'apps/site', site],
  ['as the only one', [site], undefined, site],
  ['by the working directory', [shop, { ...site, directory: resolve('.') }], undefined, { ...site, directory: resolve('.') }],
])('a release is found %s', (_, all, what, expected) => {
  expect(chosen(all, what)).toEqual(expected);
});

test.each<[string, readonly (typeof shop)[], string | undefined, string]>([
  [
    'none is named of several',
    [shop, site],
    undefined,
    'PushUnclear: no release was named, and the program has acme/shop (apps/shop), globex/site (apps/site);',
  ],
  ['a directory has two', [shop, copy], 'apps/shop', 'PushUnclear: "apps/shop" names no single release'],
  ['there is none', [], 'acme/shop', 'and the program has (none); name one'],
])('it is refused where %s', (_, all, what, message) => {
  expect(() => chosen(all, what)).toThrow(message);
});

const release = (dirty: boolean): Release => ({
  number: 3,
  image: { repository: 'shop', tag: '0f3c9a1b2c3d', id: 'sha256:7be0' },
  source: { directory: 'apps/shop', revision: '6f1b1a4d2a0c4e5f8b7a', dirty },
  by: 'Anna',
  at: '2026-11-30T09:00:00Z',
  apps: {},
});

test('tells what git has of it', () => {
  expect(renderPushed(shop.place, release(false), true, true)).toBe(
    "  Release 3 of acme/shop, of commit 6f1b1a4d2a0c, is deployed.\n  Keep it: git add releases/acme/shop.json && git commit -m 'Release shop 3'\n",
  );
  expect(renderPushed(shop.place, release(true), false, false)).toMatch(
    /apps\/shop has changes that are not committed\n {2}Release 3 of acme\/shop, of commit 6f1b1a4d2a0c, is made, and not deployed; next: npx appengine up --only acme\.\n$/,
  );
});
