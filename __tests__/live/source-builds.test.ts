import { appendFileSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './harness/command';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { get, getUntil } from './harness/http';
import { Project } from './harness/project';
import { DJANGO } from './harness/python-applications';
import type { RealApplication } from './harness/real-application';
import { ALWAYS, IN_FULL, checkOutAgain, makeApplications } from './harness/real-applications';
import { makeStaged } from './harness/staged-applications';

/** Milliseconds for all builds of a full run, side by side. */
const LONGEST_BUILD = 30 * 60_000;
const APPLICATIONS = isFull ? [...ALWAYS, ...IN_FULL] : ALWAYS;
/** Programs that an application has no use for, and an intruder has. */
const PROGRAMS = /(^|\/)s?bin\/(sh|bash|dash|apt|apt-get|dpkg|perl|npm|npx|pip|pip3)$/;

/** Applications that others wrote, from their sources to answers, with nothing but defaults. */
describeLive('builds from source', () => {
  let project: Project;

  beforeAll(async () => {
    project = await Project.fixture('sourcebuilds');
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
    const file = readdirSync(directory).find(
      (candidate) => candidate.startsWith(`${name.toLowerCase()}-`) && candidate.endsWith('.build.log'),
    );
    const whole = readFileSync(join(directory, file ?? 'missing'), 'utf8');
    const log = whole.slice(whole.lastIndexOf('\n#0 building with ') + 1);
    return { seconds: [...log.matchAll(/^#\d+ DONE ([\d.]+)s$/gm)].reduce((sum, [, seconds]) => sum + Number(seconds), 0), log };
  }

  /** Layers of the images that run, the lowest first. */
  async function layers(): Promise<ReadonlyMap<string, readonly string[]>> {
    const all = APPLICATIONS.map(async (application) => {
      const { Image: image } = await project.docker.getContainer(await containerOf(application)).inspect();
      const { RootFS: files } = await project.docker.getImage(image).inspect();
      return [application.name, files.Layers ?? []] as const;
    });
    return new Map(await Promise.all(all));
  }

  async function containerOf({ name }: RealApplication): Promise<string> {
    const [container] = [...(await project.containers({ tenant: 'acme', app: name.toLowerCase() })).keys()];
    return container ?? '';
  }

  test(
    'each is built and answers, and nothing in it is a finding',
    async () => {
      expect(await up()).toMatch(/, 0 findings\n/);
      for (const application of APPLICATIONS) {
        const { status, body } = await get(project.port, `${application.name.toLowerCase()}.acme.localhost`, application.path);
        expect({ name: application.name, status, body }).toMatchObject({ status: 200, body: expect.stringMatching(application.answers) });
        const { Image: image } = await project.docker.getContainer(await containerOf(application)).inspect();
        const { Size: size } = await project.docker.getImage(image).inspect();
        process.stdout.write(
          `    ${application.name}: ${String(Math.round(size / 1_000_000))} MB, built in ${built(application).seconds.toFixed(1)} s\n`,
        );
      }
    },
    LONGEST_BUILD,
  );

  test.each(APPLICATIONS.map((application) => [application.name, application] as const))(
    '%s has no setuid file, no shell and no package manager but in a whole Debian, and no rights',
    async (_, application) => {
      const container = await containerOf(application);
      const archive = join(project.directory, `${application.name}.tar`);
      await project.command('docker', 'export', '--output', archive, container);
      const { stdout } = await runCommand('tar', ['--list', '--verbose', '--numeric-owner', '--file', archive], { cwd: project.directory });
      rmSync(archive);
      const files = stdout.split('\n').filter((line) => line !== '');

      expect(files.length).toBeGreaterThan(3);
      expect(files.filter((line) => /^-..[sS]|^-.{5}[sS]/.test(line))).toEqual([]);
      const programs = files.map((line) => line.split(/\s+/)[5] ?? '').filter((path) => PROGRAMS.test(path));
      // With a package of Debian, the image is a whole Debian.
      expect(programs.length > 0).toBe(application.scenario?.packages !== undefined);
      const { Config: config } = await project.docker.getContainer(container).inspect();
      expect(Number(config.User.split(':')[0])).toBeGreaterThan(9999);
    },
  );

  const withDjango = APPLICATIONS.includes(DJANGO) ? test : test.skip;
  withDjango('Django has its static files, and the tables that its release has made', async () => {
    const host = 'django.acme.localhost';
    expect((await get(project.port, host, '/static/admin/css/base.css')).status).toBe(200);
    // It looks for the session in the database.
    expect((await get(project.port, host, DJANGO.path, { cookie: `sessionid=${'a'.repeat(32)}` })).status).toBe(200);
  });

  describe('day by day', () => {
    test('exec runs a program of the image, with its exit code and without a shell', async () => {
      const { stdout, exitCode } = await project.appengine('exec', 'acme/express', '--', 'node', '-p', 'process.getuid() > 9999');
      expect({ stdout, exitCode }).toEqual({ stdout: 'true\n', exitCode: 0 });
      expect((await project.appengine('exec', 'acme/express', '--', 'node', '-e', 'process.exit(7)')).exitCode).toBe(7);
      const name = await project.appengine('exec', 'acme/express', '--', 'node', '-p', 'require("os").userInfo().username');
      expect(name.stdout).toMatch(/^uid-\d+\n$/);
      expect((await project.appengine('exec', 'acme/express', '--replica', '2', '--', 'node')).stderr).toContain(
        'ReplicaNotRunning: replica 2 of acme/express must run, and those that do are 1',
      );
    });

    test('run has a container of its own, as a replica is, and leaves none', async () => {
      const script =
        "require('fs').accessSync('/app/package.json'); console.log(process.env.PORT, process.getuid() > 9999); process.exit(3)";
      const { stdout, stderr, exitCode } = await project.appengine('run', 'acme/express', '--', 'node', '-e', script);
      expect({ stdout, stderr, exitCode }).toEqual({ stdout: '8080 true\n', stderr: '', exitCode: 3 });
      const label = ['appengine.instance=sourcebuilds', 'appengine.role=one-off'];
      expect(await project.docker.listContainers({ all: true, filters: { label } })).toEqual([]);
    });

    test('logs have the lines of all apps by their times, and of one alone', async () => {
      await get(project.port, 'express.acme.localhost', '/logged');
      const all = (await project.appengine('logs', 'acme', '--json')).stdout.trim().split('\n');
      const lines = all.map((line) => JSON.parse(line) as { readonly app: string; readonly time: string; readonly text: string });
      // A database and a job have lines as well.
      expect(lines.map(({ app }) => app)).toEqual(expect.arrayContaining(APPLICATIONS.map(({ name }) => name.toLowerCase())));
      expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort());
      expect((await project.appengine('logs', 'acme/express', '--since', '10m')).stdout).toMatch(
        /\d\d:\d\d:\d\d express-1 {2}.*GET \/logged .*404/,
      );
      expect((await project.appengine('logs', 'acme/nothing')).stderr).toMatch(/AppUnknown: "acme\/nothing" must be .* acme\/express/);
    });

    test('restart waits until the app answers again, and no plan changes', async () => {
      const { stdout, exitCode } = await project.appengine('restart', 'acme/express', '--json');
      expect({ exitCode, restarted: JSON.parse(stdout) as object }).toMatchObject({
        exitCode: 0,
        restarted: { restarted: [expect.stringMatching(/^sourcebuilds-acme-express-1-/)] },
      });
      expect((await getUntil(200, project.port, 'express.acme.localhost')).status).toBe(200);
    });
  });

  test('a second up builds nothing, nor does one of another checkout, and a changed file its own layer alone', async () => {
    const [before, earlier] = [await project.containers(), await layers()];
    await up();
    expect(await project.containers()).toEqual(before);
    expect((await project.plan('acme')).exitCode).toBe(0);

    const [scenario, apps] = [join(project.directory, 'scenario.json'), join(project.directory, 'apps')];
    const written = readFileSync(scenario, 'utf8');
    checkOutAgain(apps, join(project.directory, 'checkout', 'apps'));
    writeFileSync(scenario, written.replaceAll('"apps/', '"checkout/apps/'));
    await up();
    expect(await project.containers()).toEqual(before);
    expect(await layers()).toEqual(earlier);
    writeFileSync(scenario, written);

    for (const { name, source } of APPLICATIONS) appendFileSync(join(apps, name.toLowerCase(), source), '\n');
    await up('--only', 'acme');
    const later = await layers();
    for (const application of APPLICATIONS) {
      const { seconds, log } = built(application);
      process.stdout.write(`    ${application.name}: after a change of its source in ${seconds.toFixed(1)} s\n`);
      const installed = [...log.matchAll(/^#(\d+) \[.*(?:npm ci|pip --python|uv sync|go mod download|apt-get install)/gm)].map(
        ([, step]) => step ?? '',
      );
      for (const step of installed) expect(log).toContain(`#${step} CACHED\n`);
      expect(later.get(application.name)?.slice(0, -1)).toEqual(earlier.get(application.name)?.slice(0, -1));
    }
  });

  test('a Dockerfile of two stages: an addon is compiled and packages are installed, and the image has neither npm nor pip', async () => {
    writeFileSync(join(project.directory, 'scenario.json'), JSON.stringify(await makeStaged(project.directory)));
    expect(await up()).toMatch(/, 0 findings\n/);
    for (const name of ['nodestaged', 'pythonstaged']) {
      expect(await get(project.port, `${name}.acme.localhost`, '/')).toMatchObject({ status: 200, body: 'made by its stage' });
      const [container = ''] = [...(await project.containers({ tenant: 'acme', app: name })).keys()];
      const archive = join(project.directory, `${name}.tar`);
      await project.command('docker', 'export', '--output', archive, container);
      const { stdout } = await runCommand('tar', ['--list', '--file', archive], { cwd: project.directory });
      rmSync(archive);
      expect(stdout.split('\n').filter((path) => /(^|\/)(npm|npx|pip3?|g\+\+|make)$/.test(path))).toEqual([]);
    }
  });

  test('down leaves nothing', async () => {
    expect((await project.appengine('down', '--volumes', '--yes', '--keep-engine')).exitCode).toBe(0);
    expect(await project.leftovers()).toEqual([]);
  });
});
