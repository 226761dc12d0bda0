import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Instance } from '../../../../constructs';
import { ReleaseFile } from '../../../../constructs/release/release-file';
import { ReleasePlace } from '../../../../constructs/release/release-place';
import { normaliseCycloneDx } from '../../../../operations/sbom/cyclonedx';
import { readSbom, removeSboms, writeSbom } from '../../../../operations/sbom/sbom-files';
import { Workspace } from '../../../../operations/workspace';
import { release } from '../../../fixture/release';

const PLACE = ReleasePlace.parse('acme/shop');
let directory: string;
let workspace: Workspace;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sbom-'));
  workspace = new Workspace(directory, new Instance({ name: 'blue', projectDirectory: directory }));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test('a list is beside the file of its release, and is that list', () => {
  const sbom = writeSbom(workspace, PLACE, 2, '{"a":1}\n');
  expect(sbom.file).toBe('releases/acme/shop/2.spdx.json');
  expect(readSbom(workspace, PLACE, release(2, { sbom }))).toBe('{"a":1}\n');
  expect(readSbom(workspace, PLACE, release(2))).toBeUndefined();
  writeFileSync(join(directory, sbom.file), '{}');
  expect(() => readSbom(workspace, PLACE, release(2, { sbom }))).toThrow(
    /^SbomChanged: .*; take it back as it was committed: git checkout -- releases\/acme\/shop\/2\.spdx\.json$/,
  );
  rmSync(join(directory, sbom.file));
  expect(() => readSbom(workspace, PLACE, release(2, { sbom }))).toThrow(/^SbomMissing: .* git checkout/);
});

test('lists of releases that no file names are removed, and nothing else', () => {
  removeSboms(workspace, PLACE, undefined);
  const [first, second] = [1, 2].map((number) => release(number, { sbom: writeSbom(workspace, PLACE, number, '{}') }));
  writeFileSync(join(directory, 'releases/acme/shop/1.intoto.json'), '{}');
  removeSboms(workspace, PLACE, ReleaseFile.first(second ?? release(2)));
  expect([first, second].map((one) => existsSync(join(directory, one?.sbom?.file ?? '')))).toEqual([false, true]);
  expect(existsSync(join(directory, 'releases/acme/shop/1.intoto.json'))).toBe(true);
});

test('a document in CycloneDX has the time and the name of its image', () => {
  const made = (serialNumber: string, timestamp: string, refs: readonly string[]): string =>
    JSON.stringify({
      ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, serialNumber, metadata: { timestamp, tools: {} } },
      components: refs.map((ref) => ({ 'bom-ref': ref, name: ref })),
      dependencies: refs.map((ref) => ({ ref, dependsOn: refs })),
    });
  const namespace = `https://appengine.invalid/spdx/${'0123456789abcdef'.repeat(4)}`;
  const one = normaliseCycloneDx(made('urn:uuid:1', '2026-01-01T00:00:00Z', ['a', 'b']), namespace, '2026-11-30T10:00:00Z');
  expect(normaliseCycloneDx(made('urn:uuid:2', '2026-02-02T00:00:00Z', ['b', 'a']), namespace, '2026-11-30T10:00:00Z')).toBe(one);
  expect(JSON.parse(one)).toMatchObject({
    serialNumber: 'urn:uuid:01234567-89ab-8def-8123-456789abcdef',
    metadata: { timestamp: '2026-11-30T10:00:00Z' },
  });
});
