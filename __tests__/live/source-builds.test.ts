import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './harness/command';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { get } from './harness/http';
import { Project } from './harness/project';
import { ALWAYS, IN_FULL, makeApplications, type RealApplication } from './harness/real-applications';

const APPLICATIONS = isFull ? [...ALWAYS, ...IN_FULL] : ALWAYS;
/** Programs that an application has no use for, and an intruder has. */
const PROGRAMS = /(^|\/)(sh|bash|dash|apt|apt-get|dpkg|perl|npm|npx|pip|pip3)$/;

/** Applications that others wrote, from their sources to answers, with nothing but defaults. */
describeLive('builds from source', () => {
  let project: Project;

  beforeAll(async () => {
    project = await Project.fixture('livesources');
    writeFileSync(join(project.directory, 'main.ts'), `import '../../../__tests__/live/fixture/sources/main';\n`);
    writeFileSync(join(project.directory, 'scenario.json'), JSON.stringify(await makeApplications(project.directory, APPLICATIONS)));
  });

  afterAll(() => project.remove());

  async function up(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await project.appengine('up', ...args);
    if (exitCode !== 0) throw new Error(`${stdout}${stderr}`);
    return stdout;
  }

  /** The last build of an application: the time of all its steps, and those that were done before. */
  function built({ name }: RealApplication): { readonly seconds: number; readonly log: string } {
    const directory = join(project.outputDirectory, 'stacks', 'acme');
    const file = readdirSync(directory).find((candidate) => candidate.startsWith(`${name.toLowerCase()}-`) && candidate.endsWith('.build.log'));
    const whole = readFileSync(join(directory, file ?? 'missing'), 'utf8');
    const log = whole.slice(whole.lastIndexOf('\n#0 building with ') + 1);
    return { seconds: [...log.matchAll(/^#\d+ DONE ([\d.]+)s$/gm)].reduce((sum, [, seconds]) => sum + Number(seconds), 0), log };
  }

  async function containerOf({ name }: RealApplication): Promise<string> {
    const [container] = [...(await project.containers({ tenant: 'acme', app: name.toLowerCase() })).keys()];
    return container ?? '';
  }

  test('each is built and answers, and nothing in it is a finding', async () => {
    expect(await up()).toMatch(/, 0 findings\n/);
    for (const application of APPLICATIONS) {
      const { status, body } = await get(project.port, `${application.name.toLowerCase()}.acme.localhost`, application.path);
      expect({ name: application.name, status, body }).toMatchObject({ status: 200, body: expect.stringMatching(application.answers) });
      const { Image: image } = await project.docker.getContainer(await containerOf(application)).inspect();
      const { Size: size } = await project.docker.getImage(image).inspect();
      process.stdout.write(`    ${application.name}: ${String(Math.round(size / 1_000_000))} MB, built in ${built(application).seconds.toFixed(1)} s\n`);
    }
  });

  test.each(APPLICATIONS.map((application) => [application.name, application] as const))(
    '%s has no setuid file, no shell and no package manager, and no rights',
    async (_, application) => {
      const container = await containerOf(application);
      const archive = join(project.directory, `${application.name}.tar`);
      await project.command('docker', 'export', '--output', archive, container);
      const { stdout } = await runCommand('tar', ['--list', '--verbose', '--numeric-owner', '--file', archive], { cwd: project.directory });
      rmSync(archive);
      const files = stdout.split('\n').filter((line) => line !== '');

      expect(files.length).toBeGreaterThan(3);
      expect(files.filter((line) => /^-..[sS]|^-.{5}[sS]/.test(line))).toEqual([]);
      expect(files.filter((line) => line.startsWith('-') || line.startsWith('l')).map((line) => (line.split(/\s+/)[5] ?? '')).filter((path) => PROGRAMS.test(path) && !path.startsWith('app/'))).toEqual([]);
      const { Config: config } = await project.docker.getContainer(container).inspect();
      expect(Number(config.User.split(':')[0])).toBeGreaterThan(9999);
    },
  );

  test('a second up builds nothing, and a changed file its own layer alone', async () => {
    expect(await up()).toMatch(/acme +(no changes|0 changed|.*nothing)/i);
    for (const { name, source } of APPLICATIONS) appendFileSync(join(project.directory, 'apps', name.toLowerCase(), source), '\n');
    await up('--only', 'acme');
    for (const application of APPLICATIONS) {
      const { seconds, log } = built(application);
      process.stdout.write(`    ${application.name}: after a change of its source in ${seconds.toFixed(1)} s\n`);
      const installed = [...log.matchAll(/^#(\d+) \[.*(?:npm ci|pip --python|go mod download)/gm)].map(([, step]) => step ?? '');
      for (const step of installed) expect(log).toContain(`#${step} CACHED\n`);
    }
  });

  test('down leaves nothing', async () => {
    expect((await project.appengine('down', '--volumes', '--yes', '--keep-engine')).exitCode).toBe(0);
    expect(await project.leftovers()).toEqual([]);
  });
});
