import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { output } from '../fixture/pack';
import { noteDeployment } from './harness/deployment-log';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { makeProject } from './harness/made-project';
import { Project } from './harness/project';

const HOST = 'www.hello.localhost';

/** The way of docs/getting-started.md. */
describeLive('a project of one’s own, from an empty directory', () => {
  let scratch: string;
  let project: Project;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'appengine-init-'));
    project = await Project.open(await makeProject(scratch), 'liveinit');
  });

  afterAll(async () => {
    await project.remove();
    rmSync(scratch, { recursive: true });
  });

  async function npmRun(script: string, ...args: readonly string[]): Promise<string> {
    const began = Date.now();
    const printed = await output(project.directory, 'npm', ['run', script, '--', ...args], project.environment);
    noteDeployment(project.instance, script, (Date.now() - began) / 1000);
    return printed;
  }

  test('`npm run up` ends with a URL, which answers', async () => {
    const [, port] = new RegExp(`http://${HOST}:(\\d+)`).exec(await npmRun('up')) ?? [];

    expect(Number(port)).toBe(project.port);
    expect(await get(project.port, HOST)).toMatchObject({ status: 200, body: expect.stringContaining('apps/site/www/index.html') });
  });

  test('another plan changes nothing', async () => {
    for (const stack of ['platform', 'hello']) expect(await project.plan(stack)).toMatchObject({ exitCode: 0 });
  });

  test('`npm run down -- --volumes` leaves nothing', async () => {
    await npmRun('down', '--volumes', '--yes', '--keep-engine');

    expect(await project.leftovers()).toEqual([]);
  });
});
