import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendScenario, TenantScenario } from './fixture/scenario';
import type { CommandResult } from './harness/command';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { get } from './harness/http';
import { ObjectStore } from './harness/object-store';
import { PostgresServer } from './harness/postgres';
import { CLI, Project } from './harness/project';

const INSTANCE = 'statelive';
const HOST = 'shop.acme.localhost';

/** Two checkouts that share their states, and what becomes of locks, names and credentials. */
describeLive('states that a team shares', () => {
  let database: PostgresServer;
  let laptop: Project;
  /** The same project, of somebody else and elsewhere. */
  let runner: Project;
  let backend: BackendScenario;

  const acme = (version: string): TenantScenario => ({ replicas: 1, version });
  const declare = (project: Project, version: string, where = backend): void => {
    project.declare({ tenants: { acme: acme(version) }, backend: where });
  };

  beforeAll(async () => {
    database = await PostgresServer.start();
    backend = { postgres: database.backend };
    laptop = await Project.fixture(INSTANCE, { PGPASSWORD: database.password });
    await laptop.deploy({ tenants: { acme: acme('one') } });
    declare(laptop, 'one');
    runner = laptop.clone(join(laptop.directory, 'elsewhere', 'runner'));
  });

  afterAll(async () => {
    await laptop.remove();
    await database.stop();
  });

  async function version(): Promise<unknown> {
    return (JSON.parse((await get(laptop.port, HOST, '/version')).body) as { version: unknown }).version;
  }

  /** One that succeeds. */
  async function up(project: Project, ...options: readonly string[]): Promise<CommandResult> {
    const result = await project.appengine('up', ...options);
    expect({ exitCode: result.exitCode, output: result.exitCode === 0 ? '' : result.stdout + result.stderr }).toEqual({
      exitCode: 0,
      output: '',
    });
    return result;
  }

  async function expectNothingToDo(...projects: readonly Project[]): Promise<void> {
    for (const project of projects) {
      for (const stack of ['platform', 'acme']) {
        const { exitCode, stdout } = await project.plan(stack);
        expect({ stack, exitCode, plan: exitCode === 0 ? '' : stdout }).toEqual({ stack, exitCode: 0, plan: '' });
      }
    }
  }

  /** Begins to deploy on a host of another name, which then loses its power. */
  async function deployAndDie(project: Project, until: () => Promise<boolean> | boolean): Promise<void> {
    const inIts = ['--uts', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const program = ['sh', '-c', 'hostname "$1" && shift && exec "$@"', 'sh', 'runner-7', process.execPath, CLI, 'up'];
    const host = spawn('unshare', [...inIts, ...program], {
      cwd: project.directory,
      env: { ...process.env, ...project.environment },
      stdio: 'ignore',
    });
    while (host.exitCode === null && !(await until())) await sleep(50);
    host.kill('SIGKILL');
    // Connections of what was killed end, too.
    await sleep(500);
  }

  const isDeploying = async (): Promise<boolean> => {
    const { Volumes: volumes } = await laptop.docker.listVolumes({ filters: { name: [`${INSTANCE}.acme.deploying`] } });
    const containers = await laptop.containers({ role: 'replica' });
    return volumes.length > 0 && containers.size > 1;
  };

  test('what was deployed with states of its own is moved before anything else, and then nothing is to do', async () => {
    const refused = await laptop.appengine('up');
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('npx appengine state migrate') as string });
    const moved = await laptop.appengine('state', 'migrate');
    expect(moved).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`the pg backend, schema_name ${INSTANCE}_acme`) as string });
    const { stdout } = await up(laptop);
    expect(stdout.match(/no changes/g)).toHaveLength(2);
    await expectNothingToDo(laptop);
    const files = readdirSync(join(laptop.directory, '.appengine', INSTANCE, 'state'));
    expect(files.filter((file) => file.endsWith('.tfstate'))).toEqual([]);
    expect(files).toContain('acme.tfstate.migrated');
  });

  test('another checkout finds what is deployed, and has nothing to do', async () => {
    const status = await runner.status();
    expect(status.tenants).toMatchObject([{ name: 'acme', apps: [{ name: 'shop', healthy: 1 }] }]);
    const { stdout } = await up(runner);
    expect(stdout.match(/no changes/g)).toHaveLength(2);
    await expectNothingToDo(runner);
  });

  test('both deploy in turns', async () => {
    declare(runner, 'two');
    await up(runner);
    expect(await version()).toBe('two');
    declare(laptop, 'three');
    await up(laptop);
    expect(await version()).toBe('three');
  });

  test('at once one waits for the other, and says for whom and how long', async () => {
    declare(laptop, 'four');
    declare(runner, 'five');
    const [one, other] = await Promise.all([up(laptop), up(runner)]);
    expect(one.stderr + other.stderr).toMatch(/: waiting for `appengine up` of \S+ on \S+ \(pid \d+\), since \d\d:\d\d, for 600 s at most/);
    const last = String(await version());
    expect(['four', 'five']).toContain(last);
    const loser = last === 'four' ? runner : laptop;
    declare(loser, last);
    expect((await up(loser)).stdout.match(/no changes/g)).toHaveLength(2);
    await expectNothingToDo(last === 'four' ? laptop : runner);
    declare(runner, last);
  });

  test('a host that dies while it deploys is named; once it is unlocked, one plain up heals', async () => {
    declare(runner, 'dying');
    await deployAndDie(runner, isDeploying);
    declare(laptop, 'healed');
    const blocked = await laptop.appengine('up', '--wait', '1');
    expect(blocked).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /LockTimeout: `appengine up` of \S+ on runner-7 \(pid \d+\), .*is still at work after 1 s.*npx appengine state unlock/,
      ) as string,
    });
    expect(blocked.stderr).not.toContain('-lock=false');
    const asked = await laptop.appengine('state', 'unlock');
    expect(asked).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/ConfirmationMissing: .*on runner-7/s) as string });
    const unlocked = await laptop.appengine('state', 'unlock', '--yes');
    expect(unlocked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('on runner-7') as string });
    await up(laptop);
    expect(await version()).toBe('healed');
    await expectNothingToDo(laptop);
    declare(runner, 'healed');
    // Its checkout is still there, with what the dead host held of it.
    expect(await runner.appengine('state', 'unlock', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('project: ') as string,
    });
  });

  test('a checkout with the same name and other states is told whose it is, and touches nothing', async () => {
    const stranger = laptop.clone(`${laptop.directory}-stranger`);
    const before = await laptop.containers();
    const others = { postgres: { ...database.backend, database: 'postgres' } };
    const attempts: readonly (readonly [BackendScenario | undefined, readonly string[]])[] = [
      [undefined, ['up']],
      [others, ['up']],
      [others, ['down', '--volumes', '--yes', '--keep-engine']],
    ];
    for (const [where, command] of attempts) {
      rmSync(join(stranger.directory, '.appengine'), { recursive: true, force: true });
      stranger.declare({ tenants: { acme: acme('strange') }, ...(where === undefined ? {} : { backend: where }) });
      expect({ command, result: await stranger.appengine(...command) }).toMatchObject({
        result: {
          exitCode: 1,
          stderr: expect.stringMatching(`InstanceOwnedElsewhere: "${INSTANCE}" .* belongs to ${laptop.directory} of`),
        },
      });
    }
    expect(await laptop.containers()).toEqual(before);
    await expectNothingToDo(laptop);
    rmSync(stranger.directory, { recursive: true });
  });

  test('no credential is in what was synthesized, and none in a message', async () => {
    const written = readdirSync(join(laptop.directory, '.appengine', INSTANCE), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(written.length).toBeGreaterThan(3);
    expect(written.join('')).not.toContain(database.password);
    const refused = await laptop.with({ PGPASSWORD: 'wrong-one' }).appengine('up');
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/StateUnreachable: .*pg backend.*password/s) as string });
    expect(refused.stderr).not.toContain('wrong-one');
  });

  if (isFull) {
    test('an image that only one of them has built is built by the other where it is gone', async () => {
      const images = (await laptop.docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
      const shop = images.find((tag) => tag.startsWith(`appengine.invalid/${INSTANCE}/acme/shop:`)) ?? '';
      await laptop.docker.getImage(shop).remove({ force: true });
      expect((await up(runner)).stdout).toContain(`gone from the engine, made again: ${shop}`);
      await expect(laptop.docker.getImage(shop).inspect()).resolves.toBeDefined();
      await expectNothingToDo(laptop, runner);
    });

    test('states move on into a bucket, where a lock that a dead host left is named and taken away', async () => {
      const objects = await ObjectStore.start();
      const bucket = { s3: objects.backend };
      const [one, other] = [laptop.with(objects.credentials), runner.with(objects.credentials)];
      try {
        declare(one, 'healed', bucket);
        expect(await one.appengine('state', 'migrate')).toMatchObject({
          exitCode: 0,
          stdout: expect.stringContaining(`key ${INSTANCE}/acme.tfstate`) as string,
        });
        await up(one);
        declare(other, 'bucket', bucket);
        await up(other);
        expect(await version()).toBe('bucket');
        expect(existsSync(objects.object(`${INSTANCE}/acme.tfstate`))).toBe(true);

        declare(other, 'dying', bucket);
        await deployAndDie(other, isDeploying);
        expect(existsSync(objects.object(`${INSTANCE}/acme.tfstate.tflock`))).toBe(true);
        declare(one, 'bucket', bucket);
        const unlocked = await one.appengine('state', 'unlock', '--yes');
        expect(unlocked).toMatchObject({
          exitCode: 0,
          stdout: expect.stringMatching(/acme, the s3 backend, .*: `terraform apply` of \S+@runner-7/) as string,
        });
        await up(one);
        expect(await version()).toBe('bucket');
        await expectNothingToDo(one);
      } finally {
        await other.appengine('state', 'unlock', '--yes');
        declare(one, 'bucket', backend);
        await one.appengine('state', 'migrate');
        await objects.stop();
      }
      // What one of them has moved is moved for all.
      declare(runner, 'bucket');
      expect((await up(runner)).stdout.match(/no changes/g)).toHaveLength(2);
    });
  }

  test('what one has deployed the other removes, and then nobody owns it', async () => {
    const down = await runner.appengine('down', '--volumes', '--yes', '--keep-engine');
    expect({ exitCode: down.exitCode, output: down.exitCode === 0 ? '' : down.stdout + down.stderr }).toEqual({ exitCode: 0, output: '' });
    expect(await laptop.leftovers()).toEqual([]);
    await expect(laptop.docker.getVolume(`${INSTANCE}-owner`).inspect()).rejects.toMatchObject({ statusCode: 404 });
    expect((await laptop.appengine('status')).stdout).toContain('Nothing is deployed');
  });
});
