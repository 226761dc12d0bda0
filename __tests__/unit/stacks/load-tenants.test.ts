import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { AppEngineError } from '../../../constructs';
import { loadTenants } from '../../../stacks';
import { TestApp } from '../../../testing';

/** A tenant's file that tells the test that it was loaded. */
const TENANT = `module.exports.default = (app) => { app.node.addMetadata('loaded', __filename); };`;

const [, PROGRAM = ''] = process.argv;

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'appengine-tenants-'));
});

afterEach(() => {
  process.argv[1] = PROGRAM;
  delete process.env.APPENGINE_ONLY;
  rmSync(directory, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
}

/** Names of the files that were loaded, in their order. */
async function loaded(from = directory): Promise<readonly string[]> {
  const app = new TestApp();
  await loadTenants(app, app.platform, from);
  const files = app.node.metadata.filter(({ type }) => type === 'loaded').map(({ data }) => String(data));
  return files.map((file) => basename(file));
}

test('adds every tenant, in the order of their names', async () => {
  write({ 'zenith.ts': TENANT, 'acme.js': TENANT, 'initech-2.ts': TENANT });

  expect(await loaded()).toEqual(['acme.js', 'initech-2.ts', 'zenith.ts']);
});

test('a relative directory is one of the working directory', async () => {
  write({ 'acme.ts': TENANT });

  expect(await loaded(relative(process.cwd(), directory))).toEqual(['acme.ts']);
});

test('a file that is no tenant is left alone', async () => {
  const broken = 'throw new Error("not to be loaded")';
  write({ 'acme.ts': TENANT, 'acme.test.ts': broken, 'acme.d.ts': broken, 'Base.ts': broken, '_shared.ts': broken, 'README.md': broken });

  expect(await loaded()).toEqual(['acme.ts']);
});

test.each([
  ['/project/main.ts', 'acme.ts'],
  ['/project/main.js', 'acme.js'],
])('of a file that was compiled beside its source, %s takes %s', async (program, expected) => {
  process.argv[1] = program;
  write({ 'acme.ts': TENANT, 'acme.js': TENANT, 'acme.d.ts': '' });

  expect(await loaded()).toEqual([expected]);
});

test('tenants that this run is not about are not even loaded', async () => {
  process.env.APPENGINE_ONLY = 'platform,globex';
  write({ 'acme.ts': 'throw new Error("not to be loaded")', 'globex.ts': TENANT });

  expect(await loaded()).toEqual(['globex.ts']);
});

test.each([
  ['no default export', 'module.exports.tenant = () => undefined;'],
  ['a default export that is no function', 'module.exports.default = {};'],
])('%s is an error that names the file', async (_, text) => {
  write({ 'acme.ts': text });

  await expect(loaded()).rejects.toThrow(AppEngineError);
  await expect(loaded()).rejects.toThrow(/^TenantFileInvalid: .*acme\.ts has no function as its default export; add/);
});

test.each([
  ['when it is loaded', `throw new Error('not yet');`],
  ['when it is called', `module.exports.default = () => { throw new Error('not yet'); };`],
  ['later', `module.exports.default = async () => { throw new Error('not yet'); };`],
])('a file that throws %s is named, with the stack trace', async (_, text) => {
  write({ 'acme.ts': text });

  await expect(loaded()).rejects.toThrow(/^TenantFileFailed: .*acme\.ts: Error: not yet\n +at .*acme\.ts/);
});

test('an error of the library is told without one, with the line that led to it', async () => {
  write({
    'acme.ts': `module.exports.default = (app, platform) => new (require('${__dirname}/../../../stacks').TenantStack)(app, 'A', { platform });`,
  });

  await expect(loaded()).rejects.toThrow(
    /^TenantFileFailed: .*acme\.ts: TenantNameInvalid: tenant name "A" must be .*; rename the tenant \(at .*acme\.ts:1\)$/,
  );
});

test('the line is that of the project, not of the library', async () => {
  mkdirSync(join(directory, 'tenants'));
  mkdirSync(join(directory, 'lib'));
  write({
    'lib/limits.ts': `\nmodule.exports.tiny = () => require('${__dirname}/../../../constructs').Memory.mebibytes(1);`,
    'tenants/acme.ts': `module.exports.default = () => require('../lib/limits').tiny();`,
  });

  await expect(loaded(join(directory, 'tenants'))).rejects.toThrow(
    /^TenantFileFailed: .*acme\.ts: MemoryTooSmall: .* \(at .*lib\/limits\.ts:2\)$/,
  );
});

test('a tenant in a file of another name is an error', async () => {
  const text = `module.exports.default = (app, platform) => new (require('${__dirname}/../../../stacks').TenantStack)(app, 'initech', { platform });`;
  write({ 'initech.ts': text });
  await expect(loaded()).resolves.toEqual([]);

  write({ 'acme.ts': text });
  await expect(loaded()).rejects.toThrow(/^TenantFileMisnamed: .*acme\.ts adds initech, and no stack with its own name/);
});

test('a directory that is missing is an error of its own', async () => {
  const app = new TestApp();

  await expect(loadTenants(app, app.platform, join(directory, 'elsewhere'))).rejects.toThrow(/^TenantsMissing: .*elsewhere; create it/);
});
