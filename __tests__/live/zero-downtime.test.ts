import type { Scenario, TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { startLoad } from './harness/load';
import { Project } from './harness/project';

const HOST = 'shop.acme.localhost';

/** Deploys under load. Every answer but 2xx counts as failed, and none may. */
describeLive('deploys under load', () => {
  let project: Project;

  beforeAll(async () => {
    project = await Project.fixture('livezero');
    await project.deploy(acme({}));
  });

  afterAll(() => project.remove());

  async function underLoad(change: () => Promise<void>): Promise<void> {
    const load = startLoad(project.port, HOST);
    await change();
    const result = await load.stop();
    process.stdout.write(`    ${expect.getState().currentTestName ?? ''}: ${result.detail}\n`);
    expect(result.requests).toBeGreaterThan(500);
    expect(result.detail).toContain(' 0 failed');
  }

  const version = async (): Promise<unknown> =>
    (JSON.parse((await get(project.port, HOST, '/version')).body) as { version: unknown }).version;

  test('10 redeploys of one app fail no request, and the last one serves', async () => {
    await underLoad(async () => {
      for (let deploy = 1; deploy <= 10; deploy++) await project.deploy(acme({ version: `redeploy-${String(deploy)}` }));
    });
    expect(await version()).toBe('redeploy-10');
  });

  test('3 gateway swaps fail no request', async () => {
    const before = await project.containers({ role: 'gateway' });
    await underLoad(async () => {
      for (const alias of ['a', 'b', 'c']) await project.deploy(acme({ version: 'redeploy-10', aliases: [`${alias}.acme.localhost`] }));
    });
    const after = await project.containers({ role: 'gateway' });
    expect([...after.values()]).not.toEqual([...before.values()]);
    expect((await get(project.port, 'c.acme.localhost', '/healthz')).status).toBe(200);
    expect((await get(project.port, 'a.acme.localhost', '/healthz')).status).toBe(404);
  });

  test('a return to the previous generation fails no request', async () => {
    await underLoad(async () => {
      await project.deploy(acme({ version: 'new' }));
      await project.deploy(acme({ version: 'redeploy-10' }));
    });
    expect(await version()).toBe('redeploy-10');
  });

  test('scaling 2 → 4 → 2 fails no request and keeps the two replicas', async () => {
    const before = await project.containers({ role: 'replica' });
    await underLoad(async () => {
      await project.deploy(acme({ version: 'redeploy-10', replicas: 4 }));
      expect((await project.containers({ role: 'replica' })).size).toBe(4);
      await project.deploy(acme({ version: 'redeploy-10', replicas: 2 }));
    });
    expect(await project.containers({ role: 'replica' })).toEqual(before);
  });

  test('a version that never gets healthy fails the deploy with its own words, and fails no request', async () => {
    const before = await project.containers({ role: 'replica' });
    const { tenants } = await project.status();
    await underLoad(async () => {
      project.declare(acme({ version: 'sick', unhealthy: true, startWithin: 10 }));
      const failed = await project.appengine('up');
      expect(failed.exitCode).toBe(1);
      expect(failed.stdout).toContain('did not become healthy');
      expect(failed.stdout).toContain('GET /healthz on port 8080: status 503, expected 2xx');
      expect(failed.stdout).toMatch(/its last words:[^]*FAIL_HEALTH/);
      expect(failed.stdout).toMatch(/still serving[^]*shop[^]*2\/2 healthy/);
    });
    expect(await version()).toBe('redeploy-10');
    expect((await project.status()).tenants).toEqual(tenants);
    for (const [name, id] of before) expect((await project.containers({ role: 'replica' })).get(name)).toBe(id);
  });

  test('after a failed deploy, going back to the old version is a deploy without changes', async () => {
    const before = (await project.status()).tenants[0]?.apps[0]?.generation;
    await underLoad(async () => {
      await project.deploy(acme({ version: 'redeploy-10' }));
    });
    expect((await project.status()).tenants[0]?.apps[0]).toMatchObject({ generation: before, replicas: 2, healthy: 2 });
    expect((await project.plan('acme')).exitCode).toBe(0);
  });

  test('after a failed deploy, the next good one needs no manual step and fails no request', async () => {
    await underLoad(async () => {
      project.declare(acme({ version: 'sick-again', unhealthy: true, startWithin: 5 }));
      expect((await project.appengine('up')).exitCode).toBe(1);
      await project.deploy(acme({ version: 'cured' }));
    });
    expect(await version()).toBe('cured');
    expect((await project.plan('acme')).exitCode).toBe(0);
  });

  test('an unknown health path is named with the answer that it got', async () => {
    project.declare(acme({ version: 'cured', healthPath: '/nope', startWithin: 5 }));
    const failed = await project.appengine('up');
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('GET /nope on port 8080: status 404, expected 2xx');
    await project.deploy(acme({ version: 'cured' }));
  });
});

function acme(settings: TenantScenario): Scenario {
  return { tenants: { acme: settings } };
}
