import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { get } from './harness/http';
import { startLoad, type Load } from './harness/load';
import { CLI, Project } from './harness/project';

const HOST = 'shop.acme.localhost';
/** Requests in a second: enough to see a gap, and little beside what is done meanwhile. */
const RATE = 100;
const [ROUNDS, REVERTS, FULL_DISKS] = isFull ? [20, 10, 10] : [4, 1, 1];

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
    for (let attempt = 0; attempt < REVERTS; attempt++) {
      const failing = { ...current, aliases: ['new.acme.localhost'], unhealthy: true, startWithin: 3, version: `new-${String(attempt)}` };
      project.declare({ tenants: { acme: failing } });
      expect((await project.appengine('up')).exitCode).toBe(1);
      await heals();
    }
  });

  test('what was removed, stopped, cut off or changed by hand is mended, and told', async () => {
    const [gateway] = [...(await project.containers({ role: 'gateway' })).values()];
    const [replica = '', other = ''] = [...(await project.containers({ role: 'replica' })).values()];
    const network = project.docker.getNetwork(`${project.instance}-acme-apps`);
    await project.docker.getContainer(gateway ?? '').kill();
    await project.docker.getContainer(replica).update({ Memory: 200 << 20, MemorySwap: 200 << 20 });
    await network.disconnect({ Container: other, Force: true });
    const said = await heals();
    expect(said).toMatch(/stopped, started again: recovery-acme-gateway-/);
    expect(said).toMatch(/changed by hand, set back: recovery-acme-shop-/);
    expect(said).toMatch(/cut off from a network, connected again: recovery-acme-shop-/);
    expect((await project.docker.getContainer(replica).inspect()).HostConfig.Memory).toBe(96 << 20);

    for (const id of (await project.containers({ tenant: 'acme' })).values()) await network.disconnect({ Container: id, Force: true });
    await network.remove();
    expect(await heals()).toMatch(/gone from the engine, made again: recovery-acme-apps/);
  });

  describe('a state that is', () => {
    const damages: Readonly<Record<string, () => void>> = {
      'cut off': () => {
        truncateSync(stateFile(), Math.floor(statSync(stateFile()).size / 2));
      },
      emptied: () => {
        truncateSync(stateFile(), 0);
      },
      'gone with its backup': () => {
        for (const file of [stateFile(), `${stateFile()}.backup`]) rmSync(file, { force: true });
      },
    };

    test.each(Object.entries(damages))('%s is brought back by an up, and nothing is replaced', async (_, damage) => {
      const before = await project.containers();
      damage();
      await heals();
      expect(await project.containers()).toEqual(before);
    });

    test('cut off is named by status, and brought back by state repair', async () => {
      const before = await project.containers();
      damages['cut off']?.();
      const { stdout, stderr, exitCode } = await project.appengine('status');
      expect({ exitCode, said: stdout + stderr }).toMatchObject({ exitCode: 2, said: expect.stringContaining(stateFile()) as string });
      expect(stdout + stderr).toContain('acme.tfstate.backup');
      expect(await project.appengine('state', 'repair')).toMatchObject({ exitCode: 0 });
      expect((await project.plan('acme')).exitCode).toBe(0);
      expect(await project.containers()).toEqual(before);
    });
  });

  test(`a disk that is full at ${String(FULL_DISKS)} moments of a deploy: one up is enough afterwards`, async () => {
    const directory = dirname(stateFile());
    const copy = `${directory}-copy`;
    cpSync(directory, copy, { recursive: true });
    await project.command('mount', '-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', directory);
    try {
      cpSync(copy, directory, { recursive: true });
      const random = seeded(12);
      for (let moment = 0; moment < FULL_DISKS; moment++) {
        const next = { version: `disk-${String(moment)}` };
        const up = startUp(next);
        const ended = once(up, 'exit');
        await terraform(up);
        await sleep(Math.round(random() * 4000));
        fill(join(directory, 'filler'));
        await ended;
        rmSync(join(directory, 'filler'));
        await heals(next);
      }
      cpSync(directory, copy, { recursive: true });
    } finally {
      await project.command('umount', directory);
      cpSync(copy, directory, { recursive: true });
      rmSync(copy, { recursive: true });
    }
  });

  test('a nightly clean-up of stopped containers is no change', async () => {
    const before = await project.containers();
    await project.docker.pruneContainers({ filters: { label: [`appengine.instance=${project.instance}`] } });
    const { stdout } = await project.deploy({ tenants: { acme: current } });
    expect(stdout).toMatch(/acme +no changes/);
    expect(await project.containers()).toEqual(before);
    await project.deploy({ tenants: { acme: { ...current, version: 'after-the-clean-up' } } });
    expect(await version()).toBe('after-the-clean-up');
  });

  test('a state that cannot be read keeps nothing from being removed', async () => {
    truncateSync(stateFile(), 0);
    expect(await project.appengine('down', '--volumes', '--yes', '--keep-engine')).toMatchObject({ exitCode: 0 });
    expect(await project.leftovers()).toEqual([]);
  });
});

/** Leaves no byte on a disk. */
function fill(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(4096));
  } catch {
    // It is full.
  }
}

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
