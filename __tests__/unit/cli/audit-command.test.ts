import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../constructs/package-root';
import { GOOD_CONTAINER } from '../../../guidelines/cases/configuration';
import { runCommand, type CommandResult } from '../../live/harness/command';

/** A project of its own, whose stacks are not hardened, and of which nothing is deployed. */
const PROJECT = join(packageRoot(), '.appengine', 'fixtures', 'auditcommand');

const MAIN = `
import { Container, DockerProvider } from '../../../constructs/cdktf/bindings';
import { App, TerraformStack } from '../../../constructs/cdktf/framework';
import { Hardening } from '../../../guidelines/cdktf';

const app = new App();
for (const name of ['one', 'two']) {
  const stack = new TerraformStack(app, name);
  Hardening.of(stack).attach();
  new DockerProvider(stack, 'Docker');
  new Container(stack, 'Raw', { name, image: 'nginx', privileged: true });
}
app.synth();
`;

// Each test starts the command line several times, beside compilers.
jest.setTimeout(3 * 60_000);

beforeAll(() => {
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(PROJECT, { recursive: true });
  writeFileSync(join(PROJECT, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: 'node --import tsx main.ts' }));
  const container = (changes: object): string =>
    JSON.stringify({ resource: { docker_container: { web: { ...GOOD_CONTAINER, ...changes } } } });
  writeFileSync(join(PROJECT, 'good.tf.json'), container({}));
  writeFileSync(join(PROJECT, 'medium.tf.json'), container({ memory: null, memory_swap: null }));
  writeFileSync(join(PROJECT, 'unknown.tf.json'), container({ memory: '${var.memory}' }));
  writeFileSync(join(PROJECT, 'compose.json'), JSON.stringify({ services: {} }));
});

afterAll(() => {
  rmSync(PROJECT, { recursive: true });
});

function appengine(...args: readonly string[]): Promise<CommandResult> {
  const environment = { APPENGINE_INSTANCE: 'auditcommand', DOCKER_HOST: 'unix:///nowhere/docker.sock' };
  return runCommand(process.execPath, [join(packageRoot(), 'bin', 'appengine.js'), ...args], { cwd: PROJECT, environment });
}

test('the exit code tells whether a finding is at or above the threshold', async () => {
  const code = async (...args: readonly string[]): Promise<number> => (await appengine('audit', ...args)).exitCode;

  expect(await code('--file', 'good.tf.json')).toBe(0);
  expect(await code('--file', 'good.tf.json', 'medium.tf.json')).toBe(2);
  expect(await code('--file', 'medium.tf.json', '--fail-on', 'high')).toBe(0);
  // Otherwise a variable could hide anything.
  expect(await code('--file', 'unknown.tf.json')).toBe(2);
  expect(await code('--file', 'unknown.tf.json', '--fail-on', 'never')).toBe(0);
});

test('what cannot be audited ends with 1 and says what to name', async () => {
  const compose = await appengine('audit', '--file', 'compose.json');
  expect(compose).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('AuditFileInvalid: compose.json has none of the keys'),
  });

  const format = await appengine('audit', '--format', 'yaml');
  expect(format).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Allowed choices are terminal, json, sarif, junit, html') });

  const engine = await appengine('audit', '--file', 'good.tf.json', '--surface', 'live');
  expect(engine).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('SurfaceUnreached: live cannot be audited: no engine answers'),
  });

  const output = await appengine('audit', '--file', 'good.tf.json', '--output', 'missing/report.html');
  expect(output).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('ReportNotWritten: the report cannot be written to missing/report.html'),
  });

  const project = await appengine('audit', '--surface', 'plan');
  expect(project).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('SurfaceUnreached') });
});

test('a report goes to a file, and nothing to standard output', async () => {
  const ended = await appengine('audit', '--file', 'good.tf.json', '--format', 'sarif', '--output', 'report.sarif');
  expect(ended).toMatchObject({ exitCode: 0, stdout: '' });
  expect(JSON.parse(readFileSync(join(PROJECT, 'report.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
});

test('findings that stop a synth are told by their rules, of all stacks, and nothing of it could be deployed', async () => {
  writeFileSync(join(PROJECT, 'main.ts'), MAIN);
  const { exitCode, stdout, stderr } = await appengine('audit', '--surface', 'synth', '--format', 'json');
  const { surfaces } = JSON.parse(stdout) as { surfaces: { rows: { rule: string; status: string; path: string }[] }[] };

  expect(exitCode).toBe(2);
  expect(stderr).toContain('✔ Synth');
  expect(surfaces[0]?.rows.filter(({ rule, status }) => rule === 'SDG-05.1' && status === 'fail').map(({ path }) => path)).toEqual([
    'one/Raw',
    'two/Raw',
  ]);
  expect(() => readFileSync(join(PROJECT, '.appengine', 'auditcommand', 'cdktf.out', 'manifest.json'))).toThrow(/ENOENT/);

  writeFileSync(join(PROJECT, 'main.ts'), 'throw new Error("not yet");');
  const broken = await appengine('audit', '--surface', 'synth');
  expect(broken).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('not yet') });
});
