import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { program, run } from '../../../cli/program';
import { errorDocument } from '../../../cli/render/error';
import { AppEngineError } from '../../../constructs/errors';

/** Every command with `--json` but for `doctor`, which has a result where others fail, with the arguments that it needs. */
const COMMANDS: readonly (readonly [command: string, ...args: readonly string[]])[] = [
  ['init', '.'],
  ['import', 'compose.yaml'],
  ['up'],
  ['plan'],
  ['ci', 'github'],
  ['status'],
  ['routes'],
  ['volumes'],
  ['services'],
  ['services rotate', 'acme/orders'],
  ['services slow', 'acme/orders'],
  ['secrets'],
  ['backup list'],
  ['backup run', 'acme/orders'],
  ['backup drill', 'acme/orders'],
  ['backup fetch', 'acme/orders', '--yes'],
  ['backup restore', 'acme/orders', '--yes'],
  ['backup discard', 'acme/orders', '--yes'],
  ['backup key', 'acme', '--yes'],
  ['logs', 'acme/shop'],
  ['restart', 'acme/shop'],
  ['scale', 'acme/shop', '4'],
  ['events'],
  ['schedules'],
  ['schedules run', 'acme/invoices'],
  ['build', '.'],
  ['release build', 'acme/shop'],
  ['release promote', 'staging/shop', 'acme/shop'],
  ['release rollback', 'acme/shop'],
  ['release canary', 'acme/shop'],
  ['release pull', 'acme/shop'],
  ['release list', 'acme/shop'],
  ['release diff', 'acme/shop'],
  ['push', 'acme/shop'],
  ['preview up', 'acme'],
  ['preview list'],
  ['preview down', 'acme/pr-12'],
  ['preview prune'],
  ['prune'],
  ['registry list'],
  ['registry prune'],
  ['registry password', 'pull'],
  ['scan', 'acme/shop'],
  ['authority'],
  ['authority rotate'],
  ['volumes remove', 'blue-data', '--yes'],
  ['state repair'],
  ['state migrate'],
];
const IN_A_PROJECT = COMMANDS.filter(([command]) => !['build', 'import', 'init'].includes(command));
/** Those that make what they need, and those that look at no engine: all others look at it first. */
const NOT_LOOKING: readonly string[] = [
  'authority rotate',
  'build',
  'ci',
  'events',
  'import',
  'init',
  'preview up',
  'push',
  'release build',
  'release diff',
  'state migrate',
  'state repair',
  'up',
];
const LOOKING = COMMANDS.filter(([command]) => !NOT_LOOKING.includes(command));

/** What a program reads of a command. */
interface Told {
  readonly exitCode: number;
  readonly document: unknown;
}

let directory: string;
const environment = process.env;
const before = process.cwd();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'json-'));
  process.chdir(directory);
  process.env = { ...environment, DOCKER_HOST: 'unix:///nowhere/docker.sock' };
});

afterEach(() => {
  process.chdir(before);
  process.env = environment;
  rmSync(directory, { recursive: true });
});

/** Runs a command, whose standard output has to be one JSON document. */
async function told(...words: readonly string[]): Promise<Told> {
  let output = '';
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const exitCode = await run(['node', 'appengine', ...words]);
    return { exitCode, document: output === '' ? 'nothing' : (JSON.parse(output) as unknown) };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
}

const failing = (code: string): Told => ({
  exitCode: 1,
  document: { error: expect.objectContaining({ code, message: expect.stringMatching(/./) as string }) as object },
});

function commandsWithJson(command: Command, above = ''): readonly string[] {
  return command.commands.flatMap((child) => {
    const name = `${above}${child.name()}`;
    const takesJson = [child, command].some(({ options }) => options.some(({ long }) => long === '--json'));
    return [...(takesJson ? [name] : []), ...commandsWithJson(child, `${name} `)];
  });
}

test('the table has every command with --json', () => {
  expect([...COMMANDS.map(([command]) => command), 'doctor'].sort()).toEqual([...commandsWithJson(program)].sort());
});

test('init is JSON where a project is there already', async () => {
  writeFileSync(join(directory, 'package.json'), '{}');
  await expect(told('init', '.', '--json')).resolves.toEqual(failing('ProjectExists'));
});

test('import is JSON where there is nothing to import', async () => {
  await expect(told('import', 'compose.yaml', '--json')).resolves.toEqual(failing('ImportSourceUnreadable'));
});

test('build is JSON where nothing can be built', async () => {
  await expect(told('build', '.', '--json')).resolves.toEqual(failing('RuntimeUnknown'));
});

test.each(LOOKING)('%s is JSON where no engine answers', async (command, ...args) => {
  writeFileSync(join(directory, 'cdktf.json'), '{}');
  await expect(told(...command.split(' '), ...args, '--json')).resolves.toEqual(failing('EngineMissing'));
});

test.each(IN_A_PROJECT)('%s is JSON with a setting that cannot be', async (command, ...args) => {
  writeFileSync(join(directory, 'cdktf.json'), '{}');
  process.env.APPENGINE_INSTANCE = 'No name';
  await expect(told(...command.split(' '), ...args, '--json')).resolves.toEqual(failing('InstanceNameInvalid'));
});

test.each(IN_A_PROJECT)('%s is JSON outside of a project', async (command, ...args) => {
  await expect(told(...command.split(' '), ...args, '--json')).resolves.toEqual(failing('ProjectNotFound'));
});

test.each(COMMANDS)('%s is JSON with an option that it does not have', async (command, ...args) => {
  await expect(told(...command.split(' '), ...args, '--json', '--nonsense')).resolves.toEqual(failing('UsageInvalid'));
});

test('doctor is JSON whatever it finds, and outside of a project', async () => {
  await expect(told('doctor', '--json')).resolves.toEqual(failing('ProjectNotFound'));
  writeFileSync(join(directory, 'cdktf.json'), '{}');
  const findings = expect.arrayContaining([expect.objectContaining({ subject: 'Engine', found: false })]) as object;
  await expect(told('doctor', '--json')).resolves.toEqual({ exitCode: 1, document: { findings, disk: null } });
});

test('an audit whose report is JSON is JSON where it cannot be made, and any other report is none', async () => {
  await expect(told('audit', '--format', 'json', '--file', 'missing.json')).resolves.toEqual(failing('AuditFileInvalid'));
  await expect(told('audit', '--format', 'sarif', '--file', 'missing.json')).resolves.toEqual({ exitCode: 1, document: 'nothing' });
  await expect(told('status')).resolves.toEqual({ exitCode: 1, document: 'nothing' });
});

test('a plan against a directory without a synth is JSON, and is no comment at once', async () => {
  writeFileSync(join(directory, 'cdktf.json'), '{}');
  await expect(told('plan', '--against', 'nowhere', '--json')).resolves.toEqual(failing('PlanBaseMissing'));
  await expect(told('plan', '--against', 'nowhere', '--json', '--markdown')).resolves.toEqual(failing('UsageInvalid'));
});

test('releases are JSON where there is none, and where a place is none', async () => {
  writeFileSync(join(directory, 'cdktf.json'), '{}');
  await expect(told('release', 'diff', 'acme/shop', '--json')).resolves.toEqual(failing('ReleaseMissing'));
  await expect(told('release', 'canary', 'acme/shop', '--steps', '50,5', '--json')).resolves.toEqual(failing('CanaryOptionInvalid'));
  await expect(told('release', 'canary', 'acme/shop', '--stop', '--continue', '--json')).resolves.toEqual(failing('UsageInvalid'));
  await expect(told('release', 'rollback', 'acme', '--json')).resolves.toEqual(failing('ReleaseNameInvalid'));
});

test('success is JSON, and one document', async () => {
  await expect(told('init', 'new', '--json')).resolves.toMatchObject({ exitCode: 0, document: { directory: join(directory, 'new') } });
});

test('an error says its code, what is wrong and what to do', () => {
  expect(errorDocument(new AppEngineError('PortInvalid', 'port 0 must be 1 to 65535; set APPENGINE_HTTP_PORT'))).toEqual({
    error: { code: 'PortInvalid', message: 'port 0 must be 1 to 65535; set APPENGINE_HTTP_PORT', fix: 'set APPENGINE_HTTP_PORT' },
  });
  expect(errorDocument(new AppEngineError('SynthFailed', 'main.ts ended with 1\nError: a; b'))).toEqual({
    error: { code: 'SynthFailed', message: 'main.ts ended with 1\nError: a; b' },
  });
  expect(errorDocument(new TypeError('x is undefined'))).toEqual({ error: { code: 'Unexpected', message: 'x is undefined' } });
  expect(errorDocument('odd')).toEqual({ error: { code: 'Unexpected', message: 'odd' } });
});
