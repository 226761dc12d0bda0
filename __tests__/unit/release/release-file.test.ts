import fc from 'fast-check';
import { AppEngineError } from '../../../constructs';
import { ReleaseFile } from '../../../constructs/release/release-file';
import type { Release } from '../../../constructs/release/release';
import { ReleasePlace } from '../../../constructs/release/release-place';
import { release } from '../../fixture/release';

const FILE = 'releases/acme/shop.json';
const HEX = Array.from({ length: 16 }, (_, digit) => digit.toString(16));

const hex = (length: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...HEX), { minLength: length, maxLength: length }).map((digits) => digits.join(''));
const names = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => name !== '__proto__'),
  hex(8),
  { maxKeys: 3 },
);
const attestation = fc.option(
  hex(64).map((sha256) => ({ file: 'releases/acme/shop/1.intoto.json', sha256 })),
  { nil: undefined },
);
const releases: fc.Arbitrary<Release> = fc
  .record({
    number: fc.constant(1),
    image: fc.record({
      repository: fc.constantFrom('shop', 'shop-web', 'a.b_c'),
      tag: hex(12),
      id: hex(64).map((text) => `sha256:${text}`),
    }),
    source: fc.oneof(
      fc.record({ directory: fc.constant('apps/shop'), revision: hex(40), dirty: fc.boolean() }),
      fc.record({ directory: fc.constant('..'), dirty: fc.boolean() }),
    ),
    by: fc.constantFrom('Änna <a@example.com>', 'ci'),
    at: fc.constant('2026-11-30T09:00:00Z'),
    apps: fc.dictionary(fc.constantFrom('shop', 'worker'), fc.record({ generation: hex(8), environment: names, secrets: names })),
    attestation,
  })
  .map(({ attestation: signed, ...one }) => ({ ...one, ...(signed === undefined ? {} : { attestation: signed }) }));

/** Made as commands make them: builds, and rollbacks and canaries between them. */
const files = fc
  .array(fc.tuple(releases, fc.nat(), fc.option(fc.integer({ min: 1, max: 99 }))), { minLength: 1, maxLength: 12 })
  .map((steps) => {
    const [[first] = [release(1)] as const, ...more] = steps;
    return more.reduce((file, [one, choice, percent]) => {
      const built = file.with({ ...one, number: file.next });
      const at = built.at(built.releases[choice % built.releases.length]?.number ?? 1);
      const [tried] = at.releases.filter(({ number }) => number !== at.current.number);
      return percent === null || tried === undefined ? at : at.trying(tried.number, percent);
    }, ReleaseFile.first(first));
  });

const parsed = (text: string): ReleaseFile => ReleaseFile.parse(text, FILE);

test('every file that commands make is read as what was written, and written the same again', () => {
  fc.assert(
    fc.property(files, (file) => {
      const read = parsed(file.render());
      expect(read).toEqual(file);
      expect(read.render()).toBe(file.render());
    }),
  );
});

test('no file has more releases than it keeps, its numbers fall, and the current one is among them', () => {
  fc.assert(
    fc.property(files, ({ releases: all, keep, current }) => {
      expect(all.length).toBeLessThanOrEqual(keep);
      expect(all.map(({ number }) => number)).toEqual([...new Set(all.map(({ number }) => number))].sort((a, b) => b - a));
      expect(all).toContain(current);
    }),
  );
});

test('a rollback and the way back change one line each, and then nothing', () => {
  const file = ReleaseFile.first(release(1)).with(release(2));
  const back = file.at(1).render().split('\n');
  expect(
    file
      .render()
      .split('\n')
      .filter((line, index) => line !== back[index]),
  ).toEqual(['  "current": 2,']);
  expect(file.at(1).at(2).render()).toBe(file.render());
});

test('a canary is one part of the file, and goes with any other current release', () => {
  const file = ReleaseFile.first(release(1)).with(release(2)).at(1);
  const tried = file.trying(2, 5);
  expect(JSON.parse(tried.render())).toMatchObject({ current: 1, canary: { number: 2, percent: 5 } });
  expect(tried.canary).toEqual({ release: release(2), percent: 5 });
  expect(tried.at(1).render()).toBe(file.render());
  expect([tried.at(2), tried.with(release(3))].map(({ canary }) => canary)).toEqual([undefined, undefined]);
  expect(file.trying(7, 5)).toBe(file);
});

test('any text is read or refused with a code and a fix', () => {
  const refused = (text: string): void => {
    try {
      parsed(text);
    } catch (error) {
      expect(error).toBeInstanceOf(AppEngineError);
      expect(error).toMatchObject({ code: 'ReleaseInvalid', message: expect.stringContaining(`git checkout -- ${FILE}`) as string });
    }
  };
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), refused));
  fc.assert(
    fc.property(files, fc.nat(), fc.nat(), fc.string({ maxLength: 3 }), (file, begin, length, put) => {
      const text = file.render();
      const at = begin % text.length;
      refused(`${text.slice(0, at)}${put}${text.slice(at + (length % 40))}`);
    }),
  );
});

const text = ReleaseFile.first(release(1)).with(release(2)).render();
const withCanary = (canary: unknown): string => text.replace('"current": 2,', `"current": 2, "canary": ${JSON.stringify(canary)},`);
const LISTED = release(2, {
  sbom: { file: 'releases/acme/shop/2.spdx.json', sha256: 'a'.repeat(64) },
  vulnerabilities: {
    ...{ critical: 0, high: 2, medium: 0, low: 0, negligible: 1, unknown: 0 },
    ...{ accepted: 2, database: '2026-11-28' },
  },
});
const withSbom = ReleaseFile.first(LISTED).render();

test('a list of packages and what was found are read as they were written', () => {
  expect(parsed(withSbom).current).toEqual(LISTED);
  expect(parsed(withSbom).render()).toBe(withSbom);
});

test.each<[string, string, RegExp]>([
  ['no JSON', 'x', /it is no JSON/],
  ['a merge', `<<<<<<< HEAD\n${text}`, /a merge left its marks in it/],
  ['another format', text.replace('"format": 1', '"format": 2'), /format is 2, and must be a whole number from 1 to 1/],
  [
    'a number that is not there',
    text.replace('"current": 2', '"current": 7'),
    /current is 7, and must be the number of one of the releases: 2, 1/,
  ],
  ['a number twice', text.replace('"number": 1', '"number": 2'), /must have each number once, the youngest first/],
  [
    'a tag of another kind',
    text.replace('"222222222222"', '"latest"'),
    /releases\[0\]\.image\.tag is "latest", and must be 12 hexadecimal digits/,
  ],
  ['an id that is none', text.replace(/sha256:2/, 'sha256:'), /releases\[0\]\.image\.id is "sha256:2+…, and must be/],
  ['a field more', text.replace('"keep": 5', '"keep": 5, "kept": 6'), /the document is .* and must have no "kept"/],
  ['a field less', text.replace('"keep": 5,', ''), /and must have "keep"/],
  ['another type', text.replace('"dirty": false', '"dirty": "no"'), /releases\[0\]\.source\.dirty is "no", and must be true or false/],
  ['a repository that leads elsewhere', text.replace('"shop",', '"../globex/shop",'), /image\.repository is "\.\.\/globex\/shop"/],
  [
    'a list of packages that is elsewhere',
    withSbom.replace('releases/acme/shop/2.spdx.json', 'releases/../../etc/passwd'),
    /sbom\.file is "releases\/\.\.\/\.\.\/etc\/passwd", and must be the path of a file below releases\//,
  ],
  ['a count that is none', withSbom.replace('"high": 2', '"high": -2'), /vulnerabilities\.high is -2, and must be a whole number/],
  ['a control character', text.replace('Anna', 'Anna\\u001b[2J'), /releases\[0\]\.by is/],
  ['a canary of no release', withCanary({ number: 7, percent: 5 }), /canary\.number is 7, and must be the number of one of the releases/],
  ['a canary of the current release', withCanary({ number: 2, percent: 5 }), /canary\.number is 2, and must .* not of the current one/],
  ['a canary of nothing', withCanary({ number: 1, percent: 0 }), /canary\.percent is 0, and must be a whole number from 1 to 99/],
  ['a canary of all', withCanary({ number: 1, percent: 100 }), /canary\.percent is 100, and must be/],
  ['a canary with more', withCanary({ number: 1, percent: 5, weight: 1 }), /canary is .* and must have no "weight"/],
  ['a canary that is none', withCanary(null), /canary is null, and must be an object/],
  [
    'an attestation elsewhere',
    text.replace('"apps"', '"attestation": { "file": "releases/../../etc/passwd", "sha256": "" }, "apps"'),
    /releases\[0\]\.attestation\.file is "releases\/\.\.\/\.\.\/etc\/passwd", and must be the path of a file below releases\//,
  ],
  ['no release', '{"format":1,"keep":5,"current":1,"releases":[]}', /releases is \[\], and must have 1 to 50 releases/],
])('%s is refused with its place', (_, document, message) => {
  expect(() => parsed(document)).toThrow(message);
});

test('the same sources that were built again are another image: the name leads to that one alone', () => {
  const again = release(3, { image: { ...release(1).image, id: `sha256:${'f'.repeat(64)}` } });
  expect(
    ReleaseFile.first(release(1))
      .with(release(2))
      .with(again)
      .releases.map(({ number }) => number),
  ).toEqual([3, 2]);
  expect(
    ReleaseFile.first(release(1))
      .with(release(2))
      .with(release(3, { image: release(1).image }))
      .releases.map(({ number }) => number),
  ).toEqual([3, 2, 1]);
});

test('a release that is signed later is the same release', () => {
  const file = ReleaseFile.first(release(1)).with(release(2)).at(1);
  const signed = release(1, { attestation: { file: 'releases/acme/shop/1.intoto.json', sha256: 'a'.repeat(64) } });
  expect(file.replacing(signed)).toMatchObject({ current: signed, releases: [release(2), signed] });
  expect(file.replacing(release(2, { by: 'ci' })).current).toEqual(release(1));
});

test('a rollback leads to the youngest before the current one', () => {
  const file = [2, 3, 4].map((number) => release(number)).reduce((all, one) => all.with(one), ReleaseFile.first(release(1)));
  expect([file, file.at(3), file.at(1)].map(({ before }) => before?.number)).toEqual([3, 2, undefined]);
});

test.each(['acme', 'acme/', '/shop', 'acme/shop/x', '../acme/shop', 'acme/Shop', 'acme/..', 'a'.repeat(41) + '/shop'])(
  '%s is no place',
  (place) => {
    expect(() => ReleasePlace.parse(place)).toThrow('ReleaseNameInvalid: ');
  },
);
