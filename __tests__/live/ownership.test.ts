import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { startKept } from './harness/http1-load';
import { Project } from './harness/project';

const INSTANCE = 'ownlive';
/** Requests in a second. */
const RATE = 200;
const HOST = 'moving.localhost';

/** Whose an instance is, who is at work on it, and which tenant a host leads to. */
describeLive('ownership', () => {
  let project: Project;

  const acme: TenantScenario = { replicas: 1, version: 'acme' };
  const globex: TenantScenario = { replicas: 1, version: 'globex' };
  const bearing = (tenant: TenantScenario): TenantScenario => ({ ...tenant, aliases: [HOST] });

  beforeAll(async () => {
    project = await Project.fixture(INSTANCE);
    await project.deploy({ tenants: { acme: bearing(acme), globex } });
  });

  afterAll(() => project.remove());

  const declare = (tenants: Scenario['tenants']): void => {
    project.declare({ tenants });
  };

  /** Versions that answer 40 requests. */
  async function versions(): Promise<readonly string[]> {
    const seen = new Set<string>();
    for (let count = 0; count < 40; count++) {
      const { status, body } = await get(project.port, HOST, '/version');
      seen.add(status === 200 ? (JSON.parse(body) as { version: string }).version : String(status));
    }
    return [...seen];
  }

  /** Leaves a container hardly more memory than it has, and uses that up: the kernel ends the largest program in it, which is the app. */
  async function exhaust(name: string): Promise<void> {
    const container = project.docker.getContainer(name);
    const { memory_stats: memory } = await container.stats({ stream: false });
    const limit = memory.usage + 4 * 1024 * 1024;
    await container.update({ Memory: limit, MemorySwap: limit });
    await project.exec(name, 'node', '-e', 'const all = []; for (;;) all.push(Buffer.alloc(1e6, 1))');
  }

  /** Until the gateway's checks have found that no replica of a tenant answers. */
  async function untilUnanswered(tenant: string): Promise<void> {
    for (let attempt = 0; attempt < 30; attempt++) {
      const { tenants } = await project.status();
      if (tenants.find(({ name }) => name === tenant)?.apps.every(({ healthy }) => healthy === 0)) return;
      await sleep(1000);
    }
    throw new Error(`replicas of ${tenant} still answer their gateway after 30 s`);
  }

  async function underLoad(change: () => Promise<void>): Promise<void> {
    const load = startKept({ port: project.port, host: HOST }, RATE);
    await change();
    const result = await load.stop();
    process.stdout.write(`    ${expect.getState().currentTestName ?? ''}: ${result.detail}\n`);
    expect(result.detail).toContain(' 0 failed');
  }

  test('another checkout with the same instance name is refused, whatever it wants to do', async () => {
    const clone = project.clone();
    const before = await project.containers();
    for (const command of [
      ['up'],
      ['up', '--only', 'acme'],
      ['down', '--keep-engine'],
      ['down', '--only', 'acme', '--volumes', '--yes', '--keep-engine'],
    ]) {
      const { exitCode, stderr } = await clone.appengine(...command);
      expect({ command, exitCode, stderr }).toMatchObject({
        exitCode: 1,
        stderr: expect.stringMatching(
          `InstanceOwnedElsewhere: "${INSTANCE}" .* belongs to ${project.directory} of .*--take-over`,
        ) as string,
      });
    }
    expect(await project.containers()).toEqual(before);
    expect(await project.leftovers()).not.toContain(`${INSTANCE}-owner`);
  });

  test('a command waits for another one, says for whom, and finds all of its work', async () => {
    declare({ acme: bearing({ ...acme, version: 'acme-two' }), globex });
    const first = project.appengine('up');
    await sleep(1000);
    const second = await project.appengine('down', '--only', 'globex', '--keep-engine');
    const { exitCode } = await first;
    expect([exitCode, second.exitCode]).toEqual([0, 0]);
    expect(second.stderr).toMatch(
      new RegExp(`${INSTANCE}: waiting for \`appengine up\` of \\S+ on \\S+ \\(pid \\d+\\), since \\d\\d:\\d\\d`),
    );
    expect([...(await project.containers({ role: 'replica' })).keys()].map((name) => name.split('-')[1])).toEqual(['acme']);
  });

  test('commands for different tenants run side by side', async () => {
    const [one, other] = await Promise.all(['acme', 'globex'].map((tenant) => project.appengine('up', '--only', tenant)));
    expect([one?.exitCode, other?.exitCode]).toEqual([0, 0]);
    expect(`${one?.stderr ?? ''}${other?.stderr ?? ''}`).not.toContain(`${INSTANCE}: waiting`);
  });

  test('a host does not move while the tenant that bears it is left out', async () => {
    declare({ acme, globex: bearing(globex) });
    const { exitCode, stderr } = await project.appengine('up', '--only', 'globex');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        `HostBorneElsewhere: ${HOST} is declared for globex and still deployed for acme: both would answer; deploy them together: npx appengine up --only acme globex`,
      ) as string,
    });
    expect(await versions()).toEqual(['acme-two']);
  });

  test('where the receiver fails, the giver goes on serving', async () => {
    declare({ acme, globex: bearing({ ...globex, version: 'sick', unhealthy: true, startWithin: 3 }) });
    await underLoad(async () => {
      const { exitCode, stdout } = await project.appengine('up');
      expect({ exitCode, stdout }).toMatchObject({
        exitCode: 1,
        stdout: expect.stringContaining('not tried: it comes after globex') as string,
      });
    });
    expect(await versions()).toEqual(['acme-two']);
  });

  test('a host moves from one tenant to another without a failed request', async () => {
    declare({ acme, globex: bearing(globex) });
    await underLoad(async () => {
      const { exitCode, stdout } = await project.appengine('up', '--only', 'acme', 'globex');
      expect({ exitCode, stdout }).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining(`${HOST} moves from acme to globex`) as string,
      });
    });
    expect(await versions()).toEqual(['globex']);
    expect((await project.appengine('routes')).stdout).not.toContain('in turn');
  });

  test('a tenant is renamed by one command, without a failed request', async () => {
    declare({ acme, initech: bearing({ ...globex, version: 'initech' }) });
    const refused = await project.appengine('up');
    expect({ ...refused }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('npx appengine up --remove-undeclared') as string,
    });
    await underLoad(async () => {
      expect(await project.appengine('up', '--remove-undeclared')).toMatchObject({ exitCode: 0 });
    });
    expect(await versions()).toEqual(['initech']);
    expect((await project.containers({ tenant: 'globex' })).size).toBe(0);
  });

  test('status says what happened to replicas, and what is gone', async () => {
    expect(await project.appengine('status')).toMatchObject({ exitCode: 0 });
    const [replica = ''] = (await project.containers({ role: 'replica', tenant: 'acme' })).keys();
    await exhaust(replica);
    const [silent = ''] = (await project.containers({ role: 'replica', tenant: 'initech' })).keys();
    await project.docker.getNetwork(`${INSTANCE}-initech-apps`).disconnect({ Container: silent });
    await project.docker.getContainer(await project.only('gateway', 'acme-gateway')).stop();
    const router = await project.only('router', 'router');
    await project.docker.getContainer(router).remove({ force: true });
    await untilUnanswered('initech');

    const { exitCode, stdout: printed } = await project.appengine('status');
    expect(exitCode).toBe(2);
    expect(printed.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(printed).toMatch(new RegExp(`\\n {6}https://\\S+:${String(project.tlsPort)}\\n`));
    expect(printed).toMatch(/\n {2}Images +\d.* on the engine; \d+ ours/);
    const stdout = printed.replaceAll(/\s+/g, ' ');
    expect(stdout).toMatch(new RegExp(`acme shop: ${replica} was killed for memory.*: needed more than its \\d+ MiB; raise \`memory\``));
    expect(stdout).toContain(`initech shop: ${silent} is healthy for itself alone`);
    expect(stdout).toContain('acme: the gateway is stopped');
    expect(stdout).toContain('platform: the router is gone');
    const { tenants, proxies } = await project.status();
    expect(tenants.find(({ name }) => name === 'initech')?.apps).toMatchObject([{ replicas: 1, healthy: 0 }]);
    expect(proxies.map(({ stack, role, state }) => `${stack} ${role} ${state}`)).toEqual([
      'acme gateway stopped',
      'initech gateway healthy',
      'platform router gone',
    ]);
  });

  test('the owner is named for as long as something is left', async () => {
    const removed = (output: string): unknown =>
      expect.objectContaining({ exitCode: 0, stdout: expect.stringContaining(output) as string });
    expect(await project.appengine('down', '--only', 'initech', '--volumes', '--yes', '--keep-engine')).toEqual(removed('Leftovers'));
    await expect(project.docker.getVolume(`${INSTANCE}-owner`).inspect()).resolves.toBeDefined();
    expect(await project.appengine('down', '--volumes', '--yes', '--keep-engine')).toEqual(removed('Leftovers'));
    await expect(project.docker.getVolume(`${INSTANCE}-owner`).inspect()).rejects.toMatchObject({ statusCode: 404 });
    expect(await project.leftovers()).toEqual([]);
  });
});
