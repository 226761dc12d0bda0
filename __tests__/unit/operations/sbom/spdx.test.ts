import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { packageRoot } from '../../../../constructs/package-root';
import { normalised, type DescribedImage } from '../../../../operations/sbom/normalise';
import { packageDifferences } from '../../../../operations/sbom/package-differences';
import { parseSpdx, renderSpdx, type SpdxDocument } from '../../../../operations/sbom/spdx';

const IMAGE: DescribedImage = {
  repository: 'shop',
  tag: '0123456789ab',
  id: `sha256:${'a'.repeat(64)}`,
  created: '2026-11-30T10:00:00Z',
};

/** What syft 1.57.1 has printed of an image with OpenSSL, an npm package, a Python package and a program in Go. */
function made(name: 'after' | 'before'): SpdxDocument {
  return parseSpdx(readFileSync(join(packageRoot(), `__tests__/fixture/scanners/syft-${name}.spdx.json`), 'utf8'), name);
}

const textOf = (document: SpdxDocument): string => renderSpdx(normalised(document, IMAGE));

test('a package is a line, and what is about times, files and random names is gone', () => {
  const text = textOf(made('before'));
  const lines = text.split('\n').map((line) => line.trim());
  expect(lines.filter((line) => line.startsWith('{"name"'))).toHaveLength(9);
  expect(lines).toContainEqual(
    expect.stringContaining('"referenceLocator":"pkg:deb/debian/libssl3t64@3.5.1-1?arch=amd64&distro=debian-13&upstream=openssl"'),
  );
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^\{"spdxElementId":"SPDXRef-deb-libc6-\w+","relatedSpdxElement":"SPDXRef-deb-openssl-\w+","relationshipType":"DEPENDENCY_OF"\}/,
    ),
  );
  expect(text).toContain(`"documentNamespace": "https://appengine.invalid/spdx/${'a'.repeat(64)}"`);
  expect(text).toContain('"created":"2026-11-30T10:00:00Z"');
  expect(text).not.toMatch(/SPDXRef-File|image\.tar|anchore\.com|layerID|"files"/);
  expect(parseSpdx(text, 'again')).toEqual(normalised(made('before'), IMAGE));
});

test('names that NVD might have are left to packages that no database knows by their own', () => {
  const { packages } = normalised(made('before'), IMAGE);
  const guessed = packages.filter(({ externalRefs = [] }) => externalRefs.some(({ referenceType }) => referenceType === 'cpe23Type'));
  expect(guessed.map(({ name }) => name)).toEqual(['stdlib']);
});

test('the order in which packages were found is no part of it', () => {
  const document = made('before');
  const { packages, relationships } = document;
  const shuffled = fc.record({
    packages: fc.shuffledSubarray([...packages], { minLength: packages.length }),
    relationships: fc.shuffledSubarray([...relationships], { minLength: relationships.length }),
  });
  const expected = textOf(document);
  fc.assert(
    fc.property(shuffled, (order) => {
      expect(textOf({ ...document, ...order })).toBe(expected);
    }),
    { numRuns: 20 },
  );
});

test('names in a document are its own, also of two packages of one name and place', () => {
  const document = made('before');
  const twice = document.packages.flatMap((one) =>
    one.name === 'lodash' ? [one, { ...one, SPDXID: 'SPDXRef-other', versionInfo: '4.17.21' }] : [one],
  );
  const ids = normalised({ ...document, packages: twice }, IMAGE).packages.map(({ SPDXID }) => SPDXID);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a version changes the line of its package, and no other line', () => {
  const [before, after] = [textOf(made('before')).split('\n'), textOf(made('after')).split('\n')];
  expect(after).toHaveLength(before.length);
  const changed = before.filter((line, index) => line !== after[index]);
  expect(changed.map((line) => /"name":"([^"]*)"/.exec(line)?.[1])).toEqual(['libssl3t64', 'openssl']);
});

test('a point release of Debian changes no line', () => {
  const document = made('before');
  const later = JSON.parse(JSON.stringify(document).replaceAll('distro=debian-13', 'distro=debian-13.8')) as SpdxDocument;
  expect(textOf(later)).toBe(textOf(document));
  expect(textOf(later)).toContain('distro=debian-13&upstream=glibc');
});

test('what is between two images is named by package', () => {
  const [before, after] = [normalised(made('before'), IMAGE), normalised(made('after'), IMAGE)];
  expect(packageDifferences(before, before)).toEqual([]);
  const without = { ...after, packages: after.packages.filter(({ name }) => name !== 'flask') };
  expect(packageDifferences(before, without)).toEqual([
    { type: 'deb', name: 'libssl3t64', from: ['3.5.1-1'], to: ['3.5.4-1'] },
    { type: 'deb', name: 'openssl', from: ['3.5.1-1'], to: ['3.5.4-1'] },
    { type: 'pypi', name: 'flask', from: ['3.0.0'], to: [] },
  ]);
  expect(packageDifferences(without, after)).toEqual([{ type: 'pypi', name: 'flask', from: [], to: ['3.0.0'] }]);
});

test.each(['', 'null', '[]', '{}', '{"spdxVersion":"SPDX-3.0"}', '{"spdxVersion":"SPDX-2.3","packages":1,"relationships":[]}'])(
  'a document such as %j is refused',
  (text) => {
    expect(() => parseSpdx(text, 'acme/shop')).toThrow(
      /^SbomInvalid: the list of packages of acme\/shop cannot be read: .*; make it again/,
    );
  },
);
