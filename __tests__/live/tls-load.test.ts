import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedEngine } from '../../cli/engine/embedded';
import type { TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { startLoad } from './harness/load';
import { Project } from './harness/project';
import { startConnecting, startHttp2, type SteadyResult } from './harness/steady-load';

const HOST = 'shop.acme.localhost';
const INSTANCE = 'liveload';
/** Bounded, so that two cores also have time for what is done meanwhile. */
const RATES = { keepAlive: 300, connecting: 40, http2: 200 } as const;
const KILLS = 3;

/** What everybody saw. */
interface Seen {
  readonly requests: number;
  readonly failed: number;
  /** Milliseconds since 1970 at which the last request began that failed. */
  readonly lastFailed: number | undefined;
}

/** Clients of every kind at the same time, over TLS, while things happen. Every answer but 2xx counts as failed. */
describeLive('load over TLS', () => {
  let project: Project;
  let authority: string;
  let current: TenantScenario = {};

  beforeAll(async () => {
    project = await Project.fixture(INSTANCE);
    await deploy({});
    authority = (await project.appengine('authority')).stdout;
  });

  afterAll(() => project.remove());

  async function deploy(change: TenantScenario): Promise<void> {
    current = { ...current, ...change };
    await project.deploy({ tenants: { acme: current } });
  }

  async function underLoad(happens: () => Promise<void>): Promise<Seen> {
    const target = { port: project.tlsPort, host: HOST, authority };
    const loads = {
      'kept connections': startLoad(project.tlsPort, HOST, authority, RATES.keepAlive),
      'a connection per request': startConnecting(target, RATES.connecting),
      'HTTP/2': startHttp2(target, RATES.http2),
    };
    const began = Date.now();
    await sleep(2000);
    await happens();
    await sleep(2000);
    const results = await Promise.all(
      Object.entries(loads).map(async ([name, load]) => {
        const result: Omit<SteadyResult, 'lastFailed'> & Partial<SteadyResult> = await load.stop();
        process.stdout.write(`    ${expect.getState().currentTestName ?? ''}: ${name}: ${result.detail}\n`);
        return result;
      }),
    );
    const seconds = (Date.now() - began) / 1000;
    for (const { requests } of results) expect(requests).toBeGreaterThan(seconds * 10);
    const failures = results.flatMap(({ lastFailed }) => lastFailed ?? []);
    return {
      requests: results.reduce((sum, { requests }) => sum + requests, 0),
      failed: results.reduce((sum, { failed }) => sum + failed, 0),
      lastFailed: failures.length === 0 ? undefined : Math.max(...failures),
    };
  }

  /** Kills the first process of a container as a crash would: the engine is not told, and starts it again. @returns when it was killed */
  async function crash(role: string, index = 0): Promise<number> {
    const ids = [...(await project.containers({ role })).values()];
    const container = project.docker.getContainer(ids[index % ids.length] ?? '');
    const { Pid: first } = (await container.inspect()).State;
    process.kill(first, 'SIGKILL');
    const killed = Date.now();
    for (let wait = 0; wait < 100; wait++) {
      const { Pid: next, Running: running } = (await container.inspect()).State;
      if (running && next !== first) return killed;
      await sleep(100);
    }
    throw new Error(`the ${role} was not started again within ten seconds`);
  }

  async function healthy(role: string): Promise<void> {
    for (let wait = 0; wait < 120; wait++) {
      const containers = await project.docker.listContainers({
        filters: { label: [`appengine.instance=${INSTANCE}`, `appengine.role=${role}`] },
      });
      if (containers.length > 0 && containers.every(({ Status }) => Status.includes('(healthy)'))) return;
      await sleep(500);
    }
    throw new Error(`not every ${role} got healthy again within a minute`);
  }

  test('20 redeploys, every second of them with another gateway, fail no request', async () => {
    const gateways = new Set<string>();
    const replicas = new Set<string>();
    const seen = await underLoad(async () => {
      for (let count = 1; count <= 20; count++) {
        const swap = count % 2 === 0 ? { aliases: [`alias-${String(count)}.acme.localhost`] } : {};
        await deploy({ version: `redeploy-${String(count)}`, ...swap });
        for (const id of (await project.containers({ role: 'gateway' })).values()) gateways.add(id);
        for (const id of (await project.containers({ role: 'replica' })).values()) replicas.add(id);
      }
    });
    expect({ gateways: gateways.size, replicas: replicas.size }).toEqual({ gateways: 11, replicas: 40 });
    expect(seen.failed).toBe(0);
  });

  test(`${String(KILLS)} replicas that crash fail what they had begun to answer`, async () => {
    const seen = await underLoad(async () => {
      for (let count = 0; count < KILLS; count++) {
        await crash('replica', count);
        await healthy('replica');
      }
    });
    process.stdout.write(`    ${String(KILLS)} replicas killed: ${String(seen.failed)} of ${String(seen.requests)} failed\n`);
    expect(seen.failed).toBeLessThanOrEqual(KILLS * 10);
  });

  test('a gateway that crashes is back within seconds', async () => {
    let killed = 0;
    const seen = await underLoad(async () => {
      killed = await crash('gateway');
      await healthy('gateway');
    });
    const seconds = ((seen.lastFailed ?? killed) - killed) / 1000;
    process.stdout.write(
      `    gateway killed: ${String(seen.failed)} of ${String(seen.requests)} failed, the last ${seconds.toFixed(1)} s later\n`,
    );
    expect(seconds).toBeLessThan(5);
  });

  test('an engine that is restarted leaves everything running', async () => {
    const engine = new EmbeddedEngine();
    const obstacle = await reasonToLeaveAlone(engine);
    if (obstacle !== undefined) {
      process.stdout.write(`    the engine was not restarted: ${obstacle}\n`);
      return;
    }
    const before = await project.containers();
    let began = 0;
    let ended = 0;
    const seen = await underLoad(async () => {
      began = Date.now();
      await engine.stop();
      await engine.start();
      ended = Date.now();
    });
    const last = ((seen.lastFailed ?? began) - began) / 1000;
    process.stdout.write(
      `    engine restarted in ${((ended - began) / 1000).toFixed(1)} s: ${String(seen.failed)} of ${String(seen.requests)} failed, the last ${last.toFixed(1)} s after the beginning\n`,
    );
    expect(await project.containers()).toEqual(before);
    expect(seen.lastFailed ?? 0).toBeLessThan(ended + 5000);
  });

  /** An engine that somebody else works with is nobody's to restart; in CI there is nobody else. */
  async function reasonToLeaveAlone(engine: EmbeddedEngine): Promise<string | undefined> {
    if (project.environment.DOCKER_HOST !== engine.host)
      return `it is not ours, but ${project.environment.DOCKER_HOST ?? 'the default one'}`;
    const others = (await project.docker.listContainers()).filter(({ Labels }) => Labels['appengine.instance'] !== INSTANCE);
    if (others.length === 0 || process.env.CI !== undefined) return undefined;
    return `${String(others.length)} containers on it belong to others`;
  }
});
