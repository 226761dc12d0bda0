import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../constructs/package-root';
import { runCommand, type CommandResult } from './harness/command';
import { noteDeployment } from './harness/deployment-log';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { CLI, Project } from './harness/project';

/** The library alone, by nothing but node and Terraform. */
describeLive('the library without the platform', () => {
  let project: Project;

  beforeAll(async () => {
    project = await Project.fixture('livelibrary');
    writeFileSync(join(project.directory, 'main.ts'), `import '../../../__tests__/live/fixture/library';\n`);
    // A run of all tests has built it.
    if (process.env.APPENGINE_COMPILED === undefined)
      await run(process.execPath, packageRoot(), ['--import', 'tsx', 'tools/build-go-programs.ts']);
    await run(process.execPath, project.directory, ['--import', 'tsx', 'main.ts']);
  });

  afterAll(() => project.remove());

  async function run(program: string, cwd: string, args: readonly string[]): Promise<CommandResult> {
    const result = await runCommand(program, args, { cwd, environment: project.environment });
    if (result.exitCode !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${result.stdout}\n${result.stderr}`);
    return result;
  }

  const stack = (): string => join(project.directory, 'cdktf.out', 'stacks', project.instance);

  async function terraform(...args: readonly string[]): Promise<CommandResult> {
    const result = await run('terraform', stack(), [...args, '-input=false', '-no-color']);
    noteDeployment(project.instance, `terraform ${args.join(' ')}`, result.seconds);
    return result;
  }

  test('the first apply deploys a container that answers', async () => {
    await terraform('init');
    await terraform('apply', '-auto-approve');

    expect((await get(project.port, 'localhost', '/healthz')).status).toBe(200);
  });

  test('its configuration has no finding, and another plan changes nothing', async () => {
    const audit = await runCommand(process.execPath, [CLI, 'audit', '--file', join(stack(), 'cdk.tf.json'), '--fail-on', 'low'], {
      cwd: project.directory,
      environment: project.environment,
    });

    expect({ output: audit.exitCode === 0 ? '' : audit.stdout + audit.stderr, exitCode: audit.exitCode }).toEqual({
      output: '',
      exitCode: 0,
    });
    expect(await terraform('plan', '-detailed-exitcode')).toMatchObject({ exitCode: 0 });
  });

  test('destroy leaves images and data, and nothing else', async () => {
    await terraform('destroy', '-auto-approve');
    const leftovers = await project.leftovers();

    expect(leftovers.filter((name) => !name.startsWith('appengine.invalid/'))).toEqual(['livelibrary-data']);
  });
});
