import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { get } from './harness/http';
import { startLoad, type Load } from './harness/load';
import { CLI, Project } from './harness/project';

const HOST = 'shop.acme.localhost';
/** Requests in a second: enough to see a gap, and little beside what is done meanwhile. */
const RATE = 100;
const ROUNDS = process.env.APPENGINE_FULL === undefined ? 6 : 20;

/** How a deploy ends before it is done. */
type Disturbance = 'interrupt' | 'kill the command line' | 'kill Terraform' | 'fail';

const DISTURBANCES: readonly Disturbance[] = ['kill Terraform', 'interrupt', 'kill the command line', 'fail'];

/** What becomes of a deployment when a deploy fails, is interrupted, or meets something else than it left: one plain `up` heals it. */
describeLive('recovery', () => {
  let project: Project;
  let current: TenantScenario = { version: 'first' };
  let load: Load | undefined;

  beforeAll(async () => {
    project = await Project.fixture('recovery');
    await project.deploy({ tenants: { acme: current } });
  });

  afterAll(async () => {
    await load?.stop();
    await project.remove();
  });

  const stateFile = (stack = 'acme'): string => join(project.directory, '.appengine', project.instance, 'state', `${stack}.tfstate`);

  const version = async (): Promise<unknown> =>
    (JSON.parse((await get(project.port, HOST, '/version')).body) as { version: unknown }).version;

  /** One plain `up`, after which everything is as it is declared, and nothing else is there. */
  async function heals(scenario: TenantScenario = current): Promise<string> {
    const { stdout } = await project.deploy({ tenants: { acme: scenario } });
    current = scenario;
    for (const stack of ['platform', 'acme']) {
      const plan = await project.plan(stack);
      expect({ stack, exitCode: plan.exitCode, plan: plan.exitCode === 0 ? '' : plan.stdout }).toEqual({ stack, exitCode: 0, plan: '' });
    }
    expect(await version()).toBe(scenario.version);
    expect(await unknown()).toEqual([]);
    return stdout;
  }

  /** Containers, networks and volumes of the tenant that its state does not have. */
  async function unknown(): Promise<readonly string[]> {
    const filters = { label: [`appengine.instance=${project.instance}`, 'appengine.stack=acme'] };
    const state = readFileSync(stateFile(), 'utf8');
    const containers = await project.docker.listContainers({ all: true, filters });
    const networks = await project.docker.listNetworks({ filters });
    const { Volumes: volumes } = await project.docker.listVolumes({ filters });
    return [
      ...containers.filter(({ Id }) => !state.includes(Id)).map(({ Names }) => Names[0] ?? ''),
      ...networks.filter(({ Id }) => !state.includes(Id)).map(({ Name }) => Name),
      ...volumes.filter(({ Name }) => !state.includes(Name)).map(({ Name }) => Name),
    ];
  }

  function startUp(scenario: TenantScenario): ChildProcess {
    project.declare({ tenants: { acme: scenario } });
    return spawn(process.execPath, [CLI, 'up'], {
      cwd: project.directory,
      env: { ...process.env, ...project.environment },
      stdio: 'ignore',
    });
  }

  /** Process id of the Terraform that applies the tenant's stack, once it does. */
  async function terraform(up: ChildProcess): Promise<number | undefined> {
    const journal = `${stateFile()}.deploying`;
    while (up.exitCode === null) {
      const pid = existsSync(journal) ? Number(readFileSync(journal, 'utf8')) : 0;
      if (pid > 0) return pid;
      await sleep(20);
    }
    return undefined;
  }

  /** Begins a deploy, and ends it in some way a while after Terraform has begun. */
  async function disturb(how: Disturbance, scenario: TenantScenario, milliseconds: number): Promise<void> {
    if (how === 'fail') {
      project.declare({ tenants: { acme: { ...scenario, unhealthy: true, startWithin: 3 } } });
      expect((await project.appengine('up')).exitCode).toBe(1);
      return;
    }
    const up = startUp(scenario);
    const ended = once(up, 'exit');
    const pid = await terraform(up);
    await sleep(milliseconds);
    try {
      if (how === 'interrupt') up.kill('SIGINT');
      if (how === 'kill the command line') up.kill('SIGKILL');
      if (how === 'kill Terraform' && pid !== undefined) process.kill(pid, 'SIGKILL');
    } catch {
      // It was faster.
    }
    await ended;
  }

  test(`${String(ROUNDS)} deploys that end before they are done: one up heals each, and no request fails`, async () => {
    const random = seeded(11);
    load = startLoad(project.port, HOST, undefined, RATE);
    for (let round = 0; round < ROUNDS; round++) {
      const how = DISTURBANCES[round % DISTURBANCES.length] ?? 'fail';
      const isTakenBack = random() < 0.5;
      const milliseconds = Math.round(random() * 4000);
      const next: TenantScenario = {
        version: `round-${String(round)}`,
        ...(random() < 0.5 ? { aliases: [`alias-${String(round)}.acme.localhost`] } : {}),
      };
      process.stdout.write(
        `    round ${String(round)}: ${how} after ${String(milliseconds)} ms, ${Object.keys(next).join(' and ')}, then ${isTakenBack ? 'back' : 'on'}\n`,
      );
      await disturb(how, next, milliseconds);
      await heals(isTakenBack ? current : next);
    }
    const result = await load.stop();
    process.stdout.write(`    ${result.detail}\n`);
    expect(result.requests).toBeGreaterThan(500);
    expect(result.detail).toContain(' 0 failed');
  });

  test('an app with a host of its own that fails is taken out again', async () => {
    project.declare({ tenants: { acme: { ...current, aliases: ['new.acme.localhost'], unhealthy: true, startWithin: 3, version: 'new' } } });
    expect((await project.appengine('up')).exitCode).toBe(1);
    await heals();
  });
});

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
