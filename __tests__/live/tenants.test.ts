import { setTimeout as sleep } from 'node:timers/promises';
import type { ScheduleStatus } from '../../operations/schedules/schedule-status';
import type { ScheduledRun } from '../../operations/schedules/schedule-answers';
import type { PlanDocument, StackDocument } from '../../operations/plan/plan-document';
import type { Scenario, TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { engineShare } from './harness/engine-share';
import { get, getUntil } from './harness/http';
import { Project } from './harness/project';

/** Tenants come, break and go without anything of another one changing. */
describeLive('tenants', () => {
  const two: Scenario['tenants'] = { acme: {}, globex: { replicas: 1 } };
  let project: Project;

  beforeAll(async () => {
    project = await Project.fixture('livetenants');
    await project.deploy({ tenants: two });
  });

  afterAll(() => project.remove());

  test('a third tenant leaves every other plan empty and every other container alone', async () => {
    const before = await project.containers();
    await project.deploy({ tenants: { ...two, initech: { replicas: 1 } } });
    for (const stack of ['platform', 'acme', 'globex']) expect((await project.plan(stack)).stdout).toContain('No changes');
    const after = await project.containers();
    for (const [name, id] of before) expect(after.get(name)).toBe(id);
    expect((await get(project.port, 'shop.initech.localhost', '/healthz')).status).toBe(200);
  });

  test('a plan tells a change before it is made, by what is deployed, and touches nothing', async () => {
    const before = await project.containers();
    project.declare({ tenants: { ...two, acme: { version: 'two' }, initech: { replicas: 1 } } });
    const result = await project.appengine('plan', '--json', '--fail-on', 'any');
    expect({ exitCode: result.exitCode, stderr: result.stderr }).toMatchObject({ exitCode: 0 });
    const { stacks, summary } = JSON.parse(result.stdout) as PlanDocument;
    const of = (name: string): StackDocument | undefined => stacks.find((stack) => stack.name === name);
    for (const name of ['platform', 'globex', 'initech']) {
      expect(of(name)).toMatchObject({ isNew: false, isUndescribed: false, changes: [], resources: [], security: [] });
    }
    expect(of('acme')).toMatchObject({
      changes: [{ app: 'shop', text: '2 replicas replaced, start-first: variables VERSION' }],
      security: [],
    });
    expect(summary).toMatchObject({ wider: 0, unknown: 0, delete: 0 });
    expect(await project.containers()).toEqual(before);
    project.declare({ tenants: { ...two, initech: { replicas: 1 } } });
  });

  test('a tenant with a broken app affects nobody else', async () => {
    const before = await project.containers();
    project.declare({
      tenants: { ...two, initech: { replicas: 1 }, umbrella: { flooding: true, startWithin: 3 }, zeta: { replicas: 1 } },
    });
    const up = project.appengine('up');
    const flooding = { label: ['appengine.instance=livetenants', 'appengine.tenant=umbrella', 'appengine.role=replica'] };
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline && (await project.docker.listContainers({ filters: flooding })).length === 0) await sleep(100);
    // No limit of the tenant is about what the engine does with its output; others are answered all the same.
    const [share, neighbour] = await Promise.all([engineShare(2), get(project.port, 'shop.acme.localhost', '/healthz')]);
    process.stdout.write(`    the engine takes ${String(share ?? '?')} % of a core while an app prints without end\n`);
    expect(neighbour).toMatchObject({ status: 200 });
    const result = await up;
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(
      /livetenants-umbrella-shop-1-\w+ did not become healthy \(last check: .*listens on no port\) within \d+ s/,
    );
    // Of what it prints without end, as much as an operator reads.
    expect(result.stdout).toMatch(/its last words:\n +\w* ?(flood ){40}/);
    expect(result.stdout.length).toBeLessThan(20_000);
    expect(result.seconds).toBeLessThan(60);
    // One of its two replicas is enough for a look.
    const kept = (await project.docker.listContainers({ all: true, filters: flooding })).map(({ Names: [name = ''] }) => name.slice(1));
    expect(kept).toEqual([expect.stringMatching(/-failed$/)]);
    expect(result.stdout).toContain(`kept, stopped, as ${kept[0] ?? ''}`);
    expect(result.stdout).toContain('removed: that of another replica is kept');
    for (const tenant of ['acme', 'globex', 'initech', 'zeta']) {
      expect(await get(project.port, `shop.${tenant}.localhost`, '/healthz')).toMatchObject({ status: 200 });
    }
    const after = await project.containers();
    for (const [name, id] of before) expect(after.get(name)).toBe(id);
  });

  test('what cannot start fails with the same words each time, and is not in the way once it can', async () => {
    const declared = (settings: TenantScenario): Scenario => ({
      tenants: { ...two, globex: { replicas: 1, version: 'two', ...settings } },
    });
    project.declare(declared({ unstartable: true }));
    for (const attempt of ['first', 'second']) {
      const failed = await project.appengine('up', '--only', 'globex');
      expect({ attempt, ...failed }).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('Unable to start container') as string });
      expect(await get(project.port, 'shop.globex.localhost', '/healthz')).toMatchObject({ status: 200 });
    }
    project.declare({ tenants: two });
    expect((await project.appengine('up', '--only', 'globex')).exitCode).toBe(0);
    expect((await project.plan('globex')).exitCode).toBe(0);
  });

  test('a tenant that is deployed alone cannot have the host of one that is not looked at', async () => {
    project.declare({ tenants: { ...two, initech: { replicas: 1, hosts: ['shop.globex.localhost'] } } });
    const result = await project.appengine('up', '--only', 'initech');
    expect({ exitCode: result.exitCode, output: result.stdout + result.stderr }).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('HostTaken: initech: host "shop.globex.localhost" is already taken by globex') as string,
    });
  });

  test('a failing job fails the deploy with its log, and the next try runs it again', async () => {
    const declared = (jobExitCode: number): Scenario => ({ tenants: { ...two, jobs: { replicas: 1, jobExitCode } } });
    project.declare(declared(3));
    const failed = await project.appengine('up', '--only', 'jobs');
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain('ended with exit code 3');
    expect(failed.stdout).toContain('migrating');
    const again = await project.appengine('up', '--only', 'jobs');
    expect(again.stdout).toContain('ended with exit code 3');
    project.declare({ tenants: { ...two, jobs: { replicas: 1, jobExitCode: 0, schedules: true } } });
    expect(await project.appengine('up', '--only', 'jobs')).toMatchObject({ exitCode: 0 });
    expect((await project.plan('jobs')).exitCode).toBe(0);
  });

  test('a schedule runs a command as its pool would, on time and when it is asked to', async () => {
    const asked = await project.appengine('schedules', 'run', 'jobs/tick', '--json');
    expect({ ...asked, run: (JSON.parse(asked.stdout) as { readonly run: object }).run }).toMatchObject({
      exitCode: 0,
      run: { outcome: 'succeeded', lines: ['tick one 40 8080'] },
    });
    const runs = async (): Promise<readonly ScheduledRun[]> => {
      const { stdout } = await project.appengine('schedules', 'jobs/tick', '--json');
      return (JSON.parse(stdout) as { readonly schedules: readonly [ScheduleStatus] }).schedules[0].runs;
    };
    const isOnTime = ({ due, began = '', outcome }: ScheduledRun): boolean =>
      due !== undefined && outcome === 'succeeded' && Date.parse(began) - Date.parse(due) < 2000 && Date.parse(due) % 60_000 === 0;
    const until = Date.now() + 65_000;
    while (!(await runs()).some(isOnTime) && Date.now() < until) await sleep(1000);
    expect((await runs()).some(isOnTime)).toBe(true);
    expect((await project.appengine('logs', 'jobs/tick')).stdout).toContain('tick one 40 8080');
  });

  test('a run that fails is told until one succeeds, with its last lines', async () => {
    expect(await project.appengine('schedules', 'run', 'jobs/broken')).toMatchObject({
      exitCode: 2,
      stdout: expect.stringMatching(/failed after .*: exit code 3[^]*reading the invoices/) as string,
    });
    const told = /the last run of jobs\/broken, at \S+, failed: exit code 3/;
    expect(await project.appengine('schedules', 'jobs')).toMatchObject({ exitCode: 2, stdout: expect.stringMatching(told) as string });
    const status = await project.appengine('status', '--json');
    expect(status).toMatchObject({ exitCode: 2, stdout: expect.stringMatching(told) as string });
  });

  test('a run is asked to end when its container is stopped, and its history stays', async () => {
    const run = project.appengine('schedules', 'run', 'jobs/slow', '--json');
    const container = [...(await project.containers({ tenant: 'jobs', role: 'schedule' }))].find(([name]) => name.includes('-slow-'));
    const last = async (): Promise<ScheduledRun | undefined> => {
      const { stdout } = await project.appengine('schedules', 'jobs/slow', '--json');
      return (JSON.parse(stdout) as { readonly schedules: readonly [ScheduleStatus] }).schedules[0].runs.at(-1);
    };
    while ((await last())?.outcome !== 'running') await sleep(200);
    expect(await project.appengine('schedules', 'run', 'jobs/slow')).toMatchObject({ exitCode: 1 });
    await project.docker.getContainer(container?.[1] ?? '').restart();
    expect(await last()).toMatchObject({ outcome: 'succeeded', lines: ['began', 'ended well'] });
    await run;
    expect((await project.plan('jobs')).exitCode).toBe(0);
  });

  test('hosts: unknown 404, an app without a ready replica 503', async () => {
    expect(await get(project.port, 'nobody.localhost')).toMatchObject({ status: 404 });
    expect(await get(project.port, '127.0.0.1')).toMatchObject({ status: 404 });
    const replicas = await project.containers({ tenant: 'globex', role: 'replica' });
    for (const id of replicas.values()) await project.docker.getContainer(id).stop();
    expect(await get(project.port, 'shop.globex.localhost')).toMatchObject({ status: 503 });
    expect(await get(project.port, 'shop.acme.localhost', '/healthz')).toMatchObject({ status: 200 });
    await project.deploy({ tenants: two });
    // Terraform starts the stopped container again; the gateway's own checks let it in.
    expect(await getUntil(200, project.port, 'shop.globex.localhost', '/healthz')).toMatchObject({ status: 200 });
  });

  test('a stack that is no longer declared is reported, and removed on request', async () => {
    const reported = await project.deploy({ tenants: two });
    expect(reported.stdout).toContain('initech is deployed but no longer declared');
    expect(await project.appengine('down', '--only', 'initech', '--volumes', '--yes', '--keep-engine')).toMatchObject({ exitCode: 0 });
    expect((await project.containers({ tenant: 'initech' })).size).toBe(0);
    expect(await get(project.port, 'shop.initech.localhost')).toMatchObject({ status: 404 });
  });

  test('down removes what is no longer declared before what it is connected with', async () => {
    const { stdout, exitCode } = await project.appengine('down', '--volumes', '--yes', '--keep-engine');
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/zeta +not declared: \d+ containers/) as string,
    });
    expect(stdout).not.toContain('Terraform could not destroy');
    expect(await project.leftovers()).toEqual([]);
  });
});
