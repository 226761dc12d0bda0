import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFiles, surfaceOf } from '../../../../cli/audit/files';
import { configuration } from '../../../../guidelines/cases/configuration';

let directory: string;
beforeAll(() => (directory = mkdtempSync(join(tmpdir(), 'audit-files-'))));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function file(name: string, content: unknown): string {
  const path = join(directory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test.each<readonly [unknown, string]>([
  [{ resource: {} }, 'synth'],
  [{ terraform: {} }, 'synth'],
  [{ '//': {}, provider: {} }, 'synth'],
  [{ format_version: '1.2', planned_values: {}, configuration: {} }, 'plan'],
  [{ format_version: '1.2', resource_changes: [] }, 'plan'],
])('%j is %s', (json, surface) => {
  expect(surfaceOf('x', json)).toBe(surface);
});

test.each<readonly [unknown, RegExp]>([
  [{ format_version: '1.0', values: {} }, /^AuditFileInvalid: x is a state/],
  [{ services: {} }, /^AuditFileInvalid: x has none of the keys /],
  [[], /^AuditFileInvalid: x holds no object/],
  [null, /^AuditFileInvalid: x holds no object/],
  ['text', /^AuditFileInvalid: x holds no object/],
])('%j is refused, and the message says what to name', (json, message) => {
  expect(() => surfaceOf('x', json)).toThrow(message);
  expect(() => surfaceOf('x', json)).toThrow(/; name one of these instead: a cdk\.tf\.json, /);
});

test('a file that is not there, or is no JSON', async () => {
  await expect(readFiles([join(directory, 'missing.json')])).rejects.toThrow(
    /^AuditFileInvalid: .*missing\.json cannot be read \((Error: )?ENOENT/,
  );
  await expect(readFiles([file('main.tf', 'resource "docker_container" "x" {}')])).rejects.toThrow(
    /^AuditFileInvalid: .*main\.tf is no JSON/,
  );
  await expect(readFiles([file('bad.tf.json', { resource: 1 })])).rejects.toThrow(/^TerraformJsonInvalid/);
});

test('among several files, what no construct made is told apart by its file', async () => {
  const json = configuration('docker_container', {});
  const made = configuration('docker_container', { '//': { metadata: { path: 'acme/Web/Resource' } } });
  const [one, two] = [file('one.tf.json', json), file('two.tf.json', made)];

  const pathsIn = async (...files: readonly string[]): Promise<readonly string[]> =>
    (await readFiles(files)).flatMap(({ part }) => part.facts.map(({ path }) => path));
  expect(await pathsIn(one)).toEqual(['docker_container.x']);
  expect(await pathsIn(one, two)).toEqual([`${one}/docker_container.x`, 'acme/Web']);
});

test('the settings in a file count', async () => {
  const waivers = [{ rule: 'SDG-10.6', target: 'acme', reason: 'because of a test', owner: 'ana', expires: '2027-02-01' }];
  const hardening = { policy: {}, waivers, constructWaivers: [], rules: [] };
  const [read] = await readFiles([file('terms.tf.json', { ...configuration('docker_container', {}), '//': { hardening } })]);
  expect(read?.part.settings.waivers).toEqual(waivers);
});
