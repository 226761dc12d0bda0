import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { output, pack } from '../fixture/pack';

// It compiles and installs, which other tests do not wait for.
jest.setTimeout(10 * 60_000);

const FIXTURES = join(__dirname, 'package');
const CDKTF_INIT = join(packageRoot(), 'node_modules', 'cdktf-cli', 'bundle', 'templates', 'typescript');

/** What `cdktf init --template=typescript` installs, and what a project of `appengine init` has beside it. */
const DEVELOPMENT = ['@types/jest@29', '@types/node@20', 'jest@29', 'ts-jest@29', 'ts-node@10', 'typescript@5'];

/** A project as `cdktf init --template=typescript` makes it, with the package installed; other projects below it use what it has installed. */
let project: string;
let tarball: string;

/** A program of the project's dependencies. */
function installed(cwd: string, program: string, ...args: readonly string[]): Promise<string> {
  return output(cwd, join(project, 'node_modules', '.bin', program), args);
}

/** A program of this package's. */
function own(program: string, ...args: readonly string[]): Promise<string> {
  return output(packageRoot(), join(packageRoot(), 'node_modules', '.bin', program), args);
}

const stacks = (directory: string): readonly string[] => readdirSync(join(directory, 'cdktf.out', 'stacks')).sort();

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'appengine-package-'));
  tarball = await pack(project);
  for (const file of ['jest.config.js', 'setup.js', 'tsconfig.json']) cpSync(join(CDKTF_INIT, file), join(project, file));
  cpSync(join(FIXTURES, 'cdktf-init'), project, { recursive: true });
  writeFileSync(join(project, 'package.json'), readFileSync(join(CDKTF_INIT, 'package.json'), 'utf8').replace('{{ $base }}', 'project'));
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  await output(project, 'npm', [...install, tarball, 'cdktf@0.21', 'constructs@10', ...DEVELOPMENT]);
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

test('the package has what a user needs, and no tests', async () => {
  const files = (await output(project, 'tar', ['-tzf', tarball])).split('\n').map((path) => path.replace(/^package\//, ''));

  expect(files).toEqual(
    expect.arrayContaining([
      ...['bin/appengine.js', 'bin/health-gate/main.js', 'images/static/Dockerfile', 'dist/cli/main.js', 'LICENSE'],
      ...['agent', 'probe'].flatMap((name) => ['amd64', 'arm64'].map((processor) => `dist/${name}/${name}-linux-${processor}`)),
      ...['constructs', 'guidelines', 'guidelines/cdktf', 'stacks', 'testing'].flatMap((entry) => [
        `dist/${entry}/index.js`,
        `dist/${entry}/index.d.ts`,
      ]),
    ]),
  );
  expect([...new Set(files.flatMap((path) => /^tools\/[^/]+/.exec(path) ?? []))].sort()).toEqual([
    'tools/agent',
    'tools/object-store',
    'tools/probe',
    'tools/provider',
    'tools/scanners',
    'tools/tofu',
  ]);
  expect(files.filter((path) => /__tests__|_test\.go$|\.test\.|\.cases\.|guidelines\/cases/.test(path))).toEqual([
    'init/test/hello.test.ts',
  ]);
});

test('the rulebook is there without cdktf', async () => {
  const program = `require('appengine-constructs/rulebook').RULES.length > 0 && console.log(Object.keys(require.cache).filter((file) => /cdktf|node_modules.constructs/.test(file.split('appengine-constructs').pop())))`;

  expect(await output(project, process.execPath, ['--eval', program])).toBe('[]\n');
});

test('every way of importing it finds code and types', async () => {
  await own('publint', tarball, '--strict');
  await own('attw', tarball, '--no-emoji');
});

test('a project of `cdktf init` compiles, synthesizes and has snapshots', async () => {
  // As its cdktf.json starts it; types are the next one's.
  await installed(project, 'ts-node', '--transpile-only', 'main.ts');
  expect(stacks(project)).toEqual(['acme', 'platform']);

  await installed(project, 'tsc');
  await output(project, process.execPath, ['main.js']);
  await installed(project, 'jest');
  expect(readdirSync(join(project, '__tests__', '__snapshots__'))).toEqual(['main-test.ts.snap']);
});

test('there is one cdktf, and one of what belongs to it', async () => {
  const names = ['@cdktf/provider-docker', 'cdktf', 'constructs'];
  const query = names.map((name) => `[name="${name}"]`).join(', ');
  const found = JSON.parse(await output(project, 'npm', ['query', query])) as readonly { readonly name: string }[];

  expect(found.map(({ name }) => name).sort()).toEqual(names);
});

test('a project of modules compiles and synthesizes', async () => {
  const modules = join(project, 'esm');
  cpSync(join(FIXTURES, 'esm'), modules, { recursive: true });

  await installed(modules, 'tsc');
  await output(modules, process.execPath, ['--import', 'tsx', 'main.ts']);
  expect(stacks(modules)).toEqual(['acme', 'platform']);
});

test('`appengine init` makes a project that compiles, synthesizes and has snapshots', async () => {
  const made = join(project, 'made');
  await installed(project, 'appengine', 'init', 'made');

  await output(made, 'npm', ['test']);
  await output(made, process.execPath, ['--import', 'tsx', 'main.ts']);
  expect(stacks(made)).toEqual(['hello', 'platform']);
});
