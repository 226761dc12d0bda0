import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';

interface Package {
  readonly version: string;
  readonly integrity?: string;
  readonly optional?: true;
}

const PROJECT: Package = { version: '0.1.0' };
const NEEDED: Package = { version: '1.0.0', integrity: 'sha512-one' };

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'appengine-bin-'));
  for (const directory of ['bin', 'cli', 'node_modules/tsx', 'programs']) mkdirSync(join(root, directory), { recursive: true });
  for (const name of ['appengine.js', 'check-node.js', 'install-dependencies.js'])
    copyFileSync(join(packageRoot(), 'bin', name), join(root, 'bin', name));
  writeFileSync(join(root, 'package.json'), '{ "engines": { "node": ">=20.19" } }');
  writeFileSync(join(root, 'cli', 'main.ts'), '');
  writeFileSync(join(root, 'node_modules', 'tsx', 'cjs.js'), "require.extensions['.ts'] = require.extensions['.js'];\n");
  const npm = join(root, 'programs', 'npm');
  writeFileSync(npm, '#!/bin/sh\necho "npm $*"\n');
  chmodSync(npm, 0o755);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function lock(wanted: Readonly<Record<string, Package>>, installed: Readonly<Record<string, Package>> | undefined): void {
  const write = (path: string, packages: object): void => {
    writeFileSync(join(root, path), JSON.stringify({ lockfileVersion: 3, packages }));
  };
  write('package-lock.json', wanted);
  if (installed === undefined) return;
  write('node_modules/.package-lock.json', installed);
  // As after `npm install`, which writes the lock file last.
  const long = new Date('2020-01-01');
  utimesSync(join(root, 'node_modules', '.package-lock.json'), long, long);
}

/** What npm was asked for; empty where it was not. */
function asked(): string {
  const path = [join(root, 'programs'), dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'bin', 'appengine.js')], {
    env: { PATH: path },
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('npm '))
    .join();
}

test.each<readonly [string, Readonly<Record<string, Package>>]>([
  ['as locked', { 'node_modules/needed': NEEDED }],
  ['with more than is locked', { 'node_modules/needed': NEEDED, 'node_modules/more': { version: '3.0.0', integrity: 'sha512-more' } }],
])('what is installed %s stays', (_, installed) => {
  lock({ '': PROJECT, 'node_modules/needed': NEEDED }, installed);

  expect(asked()).toBe('');
});

test('an optional package of another platform need not be there, but not in another version', () => {
  const optional: Package = { version: '2.0.0', integrity: 'sha512-two', optional: true };
  const wanted = { '': PROJECT, 'node_modules/optional': optional };
  lock(wanted, {});
  expect(asked()).toBe('');

  lock(wanted, { 'node_modules/optional': { ...optional, version: '1.0.0' } });
  expect(asked()).toBe('npm ci --include=dev');
});

test.each<readonly [string, Readonly<Record<string, Package>> | undefined]>([
  ['nothing', undefined],
  ['too little', {}],
  ['another version', { 'node_modules/needed': { ...NEEDED, version: '1.0.1' } }],
  ['other content', { 'node_modules/needed': { ...NEEDED, integrity: 'sha512-other' } }],
])('where %s is installed, npm installs what is locked', (_, installed) => {
  lock({ '': PROJECT, 'node_modules/needed': NEEDED }, installed);

  expect(asked()).toBe('npm ci --include=dev');
});

test.each([
  ['18.20.4', /^NodeTooOld: \S+ is Node 18\.20\.4, and 20\.19 or newer is needed; install one, or put it first on PATH\n$/],
  ['20.9.0', /^NodeTooOld: \S+ is Node 20\.9\.0/],
  ['20.19.0', /^$/],
  ['26.0.0', /^$/],
])('Node %s', (version, expected) => {
  lock({ '': PROJECT }, {});
  const old = join(root, 'old.js');
  writeFileSync(old, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`);
  const { status, stderr } = spawnSync(process.execPath, ['--require', old, join(root, 'bin', 'appengine.js')], { encoding: 'utf8' });

  expect(stderr).toMatch(expected);
  expect(status).toBe(stderr === '' ? 0 : 1);
});
