import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginResult } from '../../../cli/terminal/result';
import { init } from '../../../cli/commands/init';
import { packageRoot } from '../../../constructs/package-root';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

const PACKAGE = manifestIn(packageRoot());

let parent: string;
let printed: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'appengine-init-'));
  printed = '';
  beginResult();
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(parent, { recursive: true });
});

function manifestIn(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}

const filesIn = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();

test('writes a project, and says what comes next', async () => {
  const directory = join(parent, 'shops', 'mine');

  expect(await init(directory, {})).toBe(0);
  expect(filesIn(directory)).toEqual([
    ...['.gitignore', 'README.md', 'apps/site/.dockerignore', 'apps/site/Dockerfile', 'apps/site/www/index.html', 'cdktf.json'],
    ...['main.ts', 'package.json', 'tenants/hello.ts', 'test/hello.test.ts', 'tsconfig.json'],
  ]);
  expect(readFileSync(join(directory, '.gitignore'), 'utf8').trim().split('\n').sort()).toEqual([
    '.appengine',
    'cdktf.out',
    'node_modules',
    'secrets',
  ]);
  for (const path of filesIn(directory)) expect(printed).toContain(path);
  expect(printed).toMatch(/Next:\n +cd .*shops\/mine\n +npm install\n +npm run up\n$/);
});

test('as JSON it is a document', async () => {
  await init(parent, { json: true });

  expect(JSON.parse(printed)).toEqual({ directory: parent, files: expect.arrayContaining(['main.ts', '.gitignore']) });
});

test('a directory that has something else is one like any other', async () => {
  writeFileSync(join(parent, 'notes.txt'), 'mine');
  mkdirSync(join(parent, 'apps', 'shop'), { recursive: true });

  expect(await init(parent, {})).toBe(0);
  expect(readFileSync(join(parent, 'notes.txt'), 'utf8')).toBe('mine');
});

test('where files are in the way, they are named and nothing is touched', async () => {
  mkdirSync(join(parent, 'tenants'));
  writeFileSync(join(parent, 'main.ts'), 'mine');
  writeFileSync(join(parent, 'tenants', 'hello.ts'), 'mine too');

  await expect(init(parent, {})).rejects.toThrow(/^ProjectExists: .* already has main\.ts, tenants\/hello\.ts; nothing was written/);
  expect(filesIn(parent)).toEqual(['main.ts', 'tenants/hello.ts']);
  expect(readFileSync(join(parent, 'main.ts'), 'utf8')).toBe('mine');
});

test.each([
  ['shops', 'shops'],
  ['My Shops (2)', 'my-shops-2'],
  ['.hidden', 'hidden'],
  ['---', 'apps'],
])('the project in %p is named %p', async (name, expected) => {
  await init(join(parent, name), {});

  expect(manifestIn(join(parent, name)).name).toBe(expected);
});

test('it depends on this version, or on what is named', async () => {
  await init(join(parent, 'one'), {});
  await init(join(parent, 'two'), { package: 'file:/packages/this.tgz' });

  expect(manifestIn(join(parent, 'one')).dependencies[PACKAGE.name]).toBe(`^${PACKAGE.version}`);
  expect(manifestIn(join(parent, 'two')).dependencies[PACKAGE.name]).toBe('file:/packages/this.tgz');
});

test('what it depends on is what this package is tested with', async () => {
  await init(parent, {});
  const { dependencies, devDependencies } = manifestIn(parent);
  const tested = { ...PACKAGE.dependencies, ...PACKAGE.devDependencies, ...PACKAGE.peerDependencies };
  const ours = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) => name in tested);

  expect(ours.length).toBeGreaterThan(5);
  for (const [name, range] of ours.filter(([name]) => name !== 'cdktf')) {
    expect({ name, range }).toEqual({ name, range: `^${(tested[name] ?? '').replace('^', '')}` });
  }
  // The peer's range also allows its successor, under an alias.
  expect(dependencies.cdktf).toBe(`^${PACKAGE.devDependencies.cdktf ?? ''}`);
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(Object.keys(PACKAGE.peerDependencies)));
});
