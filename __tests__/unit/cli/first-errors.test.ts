import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { messageOf } from '../../../cli/terminal/error-message';
import { AppEngineError, Instance } from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import { askEngine, connect } from '../../../operations/engine/connect';
import { Workspace } from '../../../operations/workspace';
import { loadTenants, TenantStack } from '../../../stacks';
import { syntaxProblem } from '../../../stacks/syntax-error';
import { TestApp } from '../../../testing';

jest.mock('node:os', () => ({
  ...jest.requireActual<object>('node:os'),
  userInfo: jest.fn(jest.requireActual<{ userInfo: () => object }>('node:os').userInfo),
}));

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: no, mkdir '${path}'`), { code, path, syscall: 'mkdir' });
}

function cacheOf(environment: Readonly<Record<string, string>>): string {
  return new Workspace('/project', Instance.fromEnvironment({}, '/project'), environment).cacheDirectory;
}

/** What people meet before anything runs: the code, the value or the file, and what to do. */
test.each<readonly [string, () => unknown, RegExp]>([
  [
    'a host without a scheme',
    () => connect('docker.example', { environment: {} }),
    /^EngineInvalid: engine "docker.example" must be .*; set DOCKER_HOST/,
  ],
  [
    'a socket without a scheme',
    () => connect('/var/run/docker.sock', { environment: {} }),
    /^EngineInvalid: engine "\/var\/run\/docker.sock" must be/,
  ],
  [
    'a relative socket',
    () => connect('unix://docker.sock', { environment: {} }),
    /^EngineInvalid: engine "unix:\/\/docker.sock" must be unix:\/\/\/PATH/,
  ],
  ['a URL of the web', () => connect('http://docker.example:2375', { environment: {} }), /^EngineInvalid: /],
  ['a port that is none', () => connect('tcp://docker.example:docker', { environment: {} }), /^EngineInvalid: /],
  [
    'no home',
    () => {
      jest.mocked(userInfo).mockImplementationOnce(() => {
        throw new Error('ENOENT');
      });
      return cacheOf({});
    },
    /^HomeMissing: HOME is not set, .*; set HOME, or XDG_CACHE_HOME, to a directory that you may write$/,
  ],
  ['a relative home', () => cacheOf({ HOME: 'home' }), /^HomeMissing: HOME is "home", .*; set HOME/],
  [
    'a tenant that is declared twice',
    () => {
      const app = new TestApp();
      new TenantStack(app, 'acme', { platform: app.platform });
      return new TenantStack(app, 'acme', { platform: app.platform });
    },
    /^TenantDeclaredTwice: tenant "acme" is declared already; rename one of the two, or delete it$/,
  ],
])('%s', (_, happens, expected) => {
  expect(happens).toThrow(AppEngineError);
  expect(happens).toThrow(expected);
});

test('an empty home is the one of the user', () => {
  expect(cacheOf({ HOME: '' })).toBe(join(userInfo().homedir, '.cache', 'appengine'));
});

test.each([
  ['EROFS', '/project/.appengine'],
  ['EACCES', '/project/.appengine/test/state'],
  ['EPERM', '/project/cdktf.out'],
])('a project that may not be written: %s', (code, path) => {
  expect(messageOf(systemError(code, path))).toBe(
    `NotWritable: ${userInfo().username} may not use ${path} (${code}: no, mkdir '${path}'); make it writable for that user, or give the command from a copy of the project that is`,
  );
});

test('other errors say what they say', () => {
  expect(messageOf(systemError('EEXIST', '/project'))).toBe(`EEXIST: no, mkdir '/project'`);
  expect(messageOf('nothing')).toBe('nothing');
});

test('a socket that is not there is told so', async () => {
  expect(await askEngine('unix:///nowhere/docker.sock', {})).toEqual({ reason: 'there is no such socket', isForbidden: false });
  expect(await askEngine('docker', {})).toMatchObject({ reason: expect.stringMatching(/^EngineInvalid: engine "docker"/) as string });
});

describe('a file that cannot be read as a program', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'appengine-tenants-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  test.each([
    ['acme.ts', /^TenantFileUnreadable: \S*acme\.ts:3:2: Expected "}" but found "b"; correct that line, or the one before it$/],
    ['acme.js', /^TenantFileUnreadable: \S*acme\.js:3: Unexpected identifier 'b'; correct that line, or the one before it$/],
  ])('%s is named with the line, as tsx reads it', (file, expected) => {
    writeFileSync(join(directory, file), 'const x = {\n  a: 1\n  b: 2\n};\nmodule.exports.default = () => x;\n');
    const program = `require('./stacks').loadTenants(undefined, undefined, ${JSON.stringify(directory)}).catch(({ message }) => console.log(message))`;
    const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], { cwd: packageRoot(), encoding: 'utf8' });
    expect(stdout.trim()).toMatch(expected);
  });

  test('a file that throws is another matter', async () => {
    writeFileSync(join(directory, 'acme.js'), 'JSON.parse("{");');
    const app = new TestApp();
    await expect(loadTenants(app, app.platform, directory)).rejects.toThrow(/^TenantFileFailed: /);
  });

  test('what V8 says of a script is understood, and nothing else', () => {
    const read = (): unknown => {
      try {
        return new Script('const x = {\n  a: 1\n  b: 2\n};', { filename: '/project/tenants/acme.js' });
      } catch (error) {
        return error;
      }
    };
    expect(syntaxProblem(read())).toEqual({ file: '/project/tenants/acme.js', position: '3', problem: "Unexpected identifier 'b'" });
    expect(syntaxProblem(new Error('not yet'))).toBeUndefined();
    expect(syntaxProblem('not yet')).toBeUndefined();
  });
});
