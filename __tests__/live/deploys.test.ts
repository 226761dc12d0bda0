import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PeerCertificate } from 'node:tls';
import { EmbeddedEngine } from '../../cli/engine/embedded';
import { parseServers } from '../../operations/engine/gateway-servers';
import { testCanaries } from './deploys/canaries';
import { testReleases } from './deploys/releases';
import { readModes } from '../fixture/modes';
import type { Scenario, TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { get } from './harness/http';
import { getSecurely } from './harness/https';
import { startConnecting, startKept } from './harness/http1-load';
import { startHttp2 } from './harness/http2-load';
import { startInternalLoad } from './harness/internal-load';
import type { Failure, Load } from './harness/load';
import { Project } from './harness/project';

const HOST = 'shop.acme.localhost';
const INSTANCE = 'livedeploys';
/** Bounded, so that two cores also have time for what is done meanwhile. */
const RATES = { plain: 150, keepAlive: 200, connecting: 40, http2: 100, internal: 60 } as const;
/** Of each kind, or next to nobody asked. */
const LEAST_PER_SECOND = 3;
const REDEPLOYS = isFull ? 20 : 6;
const KILLS = 3;
/** Milliseconds that an answer may have taken when its replica is killed, and that the connections of a dead one take to end. */
const [LONGEST_ANSWER, AT_ONCE] = [2000, 250];
/** Milliseconds after which a gateway gives up an address that vanished, and asks the other replica, which must not crash then as well. */
const CONNECT_TIMEOUT = 2000;
/** How often gateways look for a new certificate here. */
const POLL_SECONDS = 2;

/** What everybody saw. */
interface Seen {
  readonly requests: number;
  readonly failed: number;
  readonly failures: readonly Failure[];
}

/** In milliseconds since 1970. */
interface Crash {
  readonly killed: number;
  /** When its process was gone, and its connections with it. */
  readonly ended: number;
}

/** Clients of every kind at the same time, and another app of the tenant, while things happen. Every answer but 2xx counts as failed. */
describeLive('deploys under load', () => {
  let project: Project;
  let authority: string;
  let current: TenantScenario & { readonly version: string } = { version: 'one', caller: true };

  beforeAll(async () => {
    project = await Project.fixture(INSTANCE);
    await deploy({});
    authority = (await project.appengine('authority')).stdout;
  });

  afterAll(() => project.remove());

  async function deploy(change: TenantScenario): Promise<void> {
    current = { ...current, ...change };
    await project.deploy(scenario({}));
  }

  /** What is deployed, with something else about it. */
  function scenario(change: TenantScenario): Scenario {
    return { tenants: { acme: { ...current, ...change } }, pollSeconds: POLL_SECONDS };
  }

  async function version(): Promise<unknown> {
    return (JSON.parse((await get(project.port, HOST, '/version')).body) as { version: unknown }).version;
  }

  async function certificate(): Promise<PeerCertificate> {
    return (await getSecurely(project.tlsPort, HOST, authority, '/healthz')).certificate;
  }

  async function serial(): Promise<string> {
    return (await certificate()).serialNumber;
  }

  /** Under load, and no request may fail. */
  async function withoutFailure(happens: () => Promise<void>): Promise<void> {
    const caller = await project.only('replica', 'acme-caller');
    const internal = { 'from another app': startInternalLoad(project, caller, 'http://shop:8080', RATES.internal) };
    expect((await underLoad(happens, internal)).failed).toBe(0);
  }

  async function underLoad(happens: () => Promise<void>, more: Readonly<Record<string, Load>> = {}): Promise<Seen> {
    const target = { port: project.tlsPort, host: HOST, authority };
    const loads = {
      'without TLS': startKept({ port: project.port, host: HOST }, RATES.plain),
      'kept connections': startKept(target, RATES.keepAlive),
      'a connection per request': startConnecting(target, RATES.connecting),
      'HTTP/2': startHttp2(target, RATES.http2),
      ...more,
    };
    const began = Date.now();
    await sleep(2000);
    const [outcome] = await Promise.allSettled([happens().then(() => sleep(2000))]);
    // Also after a failure: a load that goes on would fail every test after this one too.
    const results = await Promise.all(
      Object.entries(loads).map(async ([name, load]) => {
        const result = await load.stop();
        process.stdout.write(`    ${expect.getState().currentTestName ?? ''}: ${name}: ${result.detail}\n`);
        return result;
      }),
    );
    if (outcome.status === 'rejected') throw outcome.reason;
    const seconds = (Date.now() - began) / 1000;
    for (const { requests } of results) expect(requests).toBeGreaterThan(seconds * LEAST_PER_SECOND);
    return {
      requests: results.reduce((sum, { requests }) => sum + requests, 0),
      failed: results.reduce((sum, { failed }) => sum + failed, 0),
      failures: results.flatMap(({ failures }) => failures),
    };
  }

  /** Kills the first process of a container as a crash would: the engine is not told, and starts it again. */
  async function crash(role: string, index = 0): Promise<Crash> {
    const ids = [...(await project.containers(role === 'replica' ? { role, app: 'shop' } : { role })).values()];
    const container = project.docker.getContainer(ids[index % ids.length] ?? '');
    const { Pid: first } = (await container.inspect()).State;
    process.kill(first, 'SIGKILL');
    const killed = Date.now();
    while (existsSync(`/proc/${String(first)}`)) await sleep(10);
    const ended = Date.now();
    for (let wait = 0; wait < 100; wait++) {
      const { Pid: next, Running: running } = (await container.inspect()).State;
      if (running && next !== first) return { killed, ended };
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

  /** Until the gateway sends requests to every replica: the engine calls one healthy before the gateway has seen it. */
  async function served(): Promise<void> {
    const gateway = await project.only('gateway', 'acme-gateway');
    for (let wait = 0; wait < 120; wait++) {
      const servers = parseServers((await project.exec(gateway, 'agent', 'gateway', 'servers')).stdout);
      if (servers.length > 0 && servers.every(({ isUp }) => isUp)) return;
      await sleep(500);
    }
    throw new Error('the gateway did not take every replica back within a minute');
  }

  /** Until the router finds the gateway, which may have another address, for clients with and without TLS. */
  async function found(): Promise<void> {
    for (let wait = 0; wait < 100; wait++) {
      const answers = await Promise.all([
        get(project.port, HOST, '/healthz').catch(() => undefined),
        getSecurely(project.tlsPort, HOST, authority, '/healthz').catch(() => undefined),
      ]);
      if (answers.every((answer) => answer?.status === 200)) return;
      await sleep(100);
    }
    throw new Error('the router did not find the gateway again within ten seconds');
  }

  test(`${String(REDEPLOYS)} redeploys, every second of them with another gateway, fail no request, and the last one serves`, async () => {
    const gateways = new Set<string>();
    const replicas = new Set<string>();
    const before = await serial();
    await withoutFailure(async () => {
      for (let count = 1; count <= REDEPLOYS; count++) {
        const swap = count % 2 === 0 ? { aliases: [`alias-${String(count)}.acme.localhost`] } : {};
        await deploy({ version: `redeploy-${String(count)}`, ...swap });
        for (const id of (await project.containers({ role: 'gateway' })).values()) gateways.add(id);
        for (const id of (await project.containers({ role: 'replica', app: 'shop' })).values()) replicas.add(id);
      }
    });
    expect({ gateways: gateways.size, replicas: replicas.size }).toEqual({ gateways: REDEPLOYS / 2 + 1, replicas: 2 * REDEPLOYS });
    expect(await version()).toBe(`redeploy-${String(REDEPLOYS)}`);
    // Another set of hosts is another certificate.
    expect(await serial()).not.toBe(before);
    expect((await get(project.port, `alias-${String(REDEPLOYS)}.acme.localhost`, '/healthz')).status).toBe(200);
    expect((await get(project.port, `alias-${String(REDEPLOYS - 2)}.acme.localhost`, '/healthz')).status).toBe(404);
  });

  test('all that a deploy has written is for its user alone', () => {
    const modes = readModes(join(project.directory, '.appengine'));
    const wrong = Object.entries(modes).filter(([path, mode]) => !/(^|\/)assets\//.test(path) && !['600', '700'].includes(mode));
    expect(wrong).toEqual([]);
    expect(modes).toMatchObject({
      [INSTANCE]: '700',
      [`${INSTANCE}/state/acme.tfstate`]: '600',
      [`${INSTANCE}/cdktf.out/manifest.json`]: '600',
    });
  });

  test('a renewed intermediate fails no request, and a certificate by it does not either', async () => {
    const before = await certificate();
    await withoutFailure(async () => {
      const issuer = await project.only('certificates', 'certificate-acme');
      // As when a third of its life is left: `up` finds that it is due, and the issuer has asked for another one.
      const [signing] = await project.docker.listContainers({ all: true, filters: { name: [`${INSTANCE}-intermediate-acme-`] } });
      expect(await project.execBeside(signing?.Id ?? '', 'rm', '/intermediate/ca.pem')).toMatchObject({ exitCode: 0 });
      expect((await project.appengine('status')).stdout).toContain('the intermediate that issues its certificates is due to be renewed');
      const { exitCode, stdout } = await project.appengine('up');
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: expect.stringContaining(`due, renewed: ${INSTANCE}-intermediate-acme-`),
      });
      // What the issuer finds when it starts is what it finds a month before the end.
      expect(await project.execBeside(issuer, 'find', '/certificates', '-name', '*.pem', '-delete')).toMatchObject({ exitCode: 0 });
      await project.docker.getContainer(issuer).restart({ t: 3 });
      for (let waited = 0; waited < 30 && (await serial()) === before.serialNumber; waited++) await sleep(1000);
    });
    const after = await certificate();
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(after.issuer.CN).not.toBe(before.issuer.CN);
    expect((await project.appengine('status')).stdout).not.toContain('due to be renewed');
  });

  test('the authority is changed before it is due: clients that trust both see nothing of it', async () => {
    const { issuer } = await certificate();
    const early = await project.appengine('authority', 'rotate', '--complete');
    expect(early).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('there is no next authority') as string });
    const begun = await project.appengine('authority', 'rotate', '--json');
    const { nextSigns } = JSON.parse(begun.stdout) as { readonly nextSigns: string };
    const months = (Date.parse(nextSigns) - Date.now()) / (30.4 * 24 * 60 * 60 * 1000);
    expect(months).toBeGreaterThan(19.5);
    expect(months).toBeLessThan(20.5);
    const former = authority;
    authority = (await project.appengine('authority')).stdout;
    expect(authority.startsWith(former)).toBe(true);
    const next = authority.slice(former.length);
    await withoutFailure(async () => {
      expect(await project.appengine('authority', 'rotate', '--complete')).toMatchObject({ exitCode: 0 });
      expect(await project.appengine('up')).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining(`due, renewed: ${INSTANCE}-intermediate-acme-`) as string,
      });
      for (let waited = 0; waited < 30 && (await certificate()).issuer.CN === issuer.CN; waited++) await sleep(1000);
    });
    expect((await getSecurely(project.tlsPort, HOST, next, '/healthz')).status).toBe(200);
    expect((await project.appengine('authority')).stdout).toBe(`${next}${former}`);
  });

  test('a return to the previous generation fails no request', async () => {
    const previous = current.version;
    await withoutFailure(async () => {
      await deploy({ version: 'new' });
      await deploy({ version: previous });
    });
    expect(await version()).toBe(previous);
  });

  describe('releases', () => {
    testReleases(() => ({ project, deploy, scenario, withoutFailure, underLoad }));
  });

  describe('canaries', () => {
    testCanaries(() => ({ project, deploy, scenario, withoutFailure, underLoad }));
  });

  test('scaling 2 → 4 → 2 fails no request and keeps the two replicas', async () => {
    const before = await project.containers({ role: 'replica', app: 'shop' });
    await withoutFailure(async () => {
      await deploy({ replicas: 4 });
      expect((await project.containers({ role: 'replica', app: 'shop' })).size).toBe(4);
      await deploy({ replicas: 2 });
    });
    expect(await project.containers({ role: 'replica', app: 'shop' })).toEqual(before);
  });

  test('a version that never gets healthy fails the deploy with its own words, and fails no request', async () => {
    const before = await project.containers({ role: 'replica', app: 'shop' });
    const { tenants } = await project.status();
    await withoutFailure(async () => {
      project.declare(scenario({ version: 'sick', unhealthy: true, startWithin: 10 }));
      const failed = await project.appengine('up');
      expect(failed.exitCode).toBe(1);
      expect(failed.stdout).toContain('did not become healthy');
      expect(failed.stdout).toContain('GET /healthz on port 8080: status 503, expected 2xx');
      expect(failed.stdout).toMatch(/its last words:[^]*FAIL_HEALTH/);
      expect(failed.stdout).toMatch(/still serving[^]*shop[^]*2\/2 healthy/);
    });
    expect(await version()).toBe(current.version);
    expect((await project.status()).tenants).toEqual(tenants);
    for (const [name, id] of before) expect((await project.containers({ role: 'replica', app: 'shop' })).get(name)).toBe(id);
  });

  test('after a failed deploy, going back to the old version is a deploy without changes', async () => {
    const shop = async (): Promise<unknown> => (await project.status()).tenants[0]?.apps.find(({ name }) => name === 'shop');
    const before = await shop();
    await withoutFailure(() => deploy({}));
    expect(await shop()).toEqual(before);
    expect(before).toMatchObject({ replicas: 2, healthy: 2 });
    expect((await project.plan('acme')).exitCode).toBe(0);
  });

  test('an unknown health path is named with its answer; the next good deploy needs no manual step and fails no request', async () => {
    await withoutFailure(async () => {
      project.declare(scenario({ version: 'lost', healthPath: '/nope', startWithin: 5 }));
      const failed = await project.appengine('up');
      expect(failed.exitCode).toBe(1);
      expect(failed.stdout).toContain('GET /nope on port 8080: status 404, expected 2xx');
      await deploy({ version: 'cured' });
    });
    expect(await version()).toBe('cured');
    expect((await project.plan('acme')).exitCode).toBe(0);
  });

  test('a version that no gateway reaches fails the deploy, which says so', async () => {
    await withoutFailure(async () => {
      for (const [change, reason] of [
        [{ onLoopback: true }, /listens on 127\.0\.0\.1 only; the app has to listen on 0\.0\.0\.0/],
        [{ onlyForItself: true }, /is healthy at its own address, but \S+ does not reach it \(.*connection closed without an answer\)/],
      ] as const) {
        project.declare(scenario({ version: 'alone', startWithin: 3, ...change }));
        const failed = await project.appengine('up');
        expect(failed.exitCode).toBe(1);
        expect(failed.stdout).toMatch(reason);
      }
      await deploy({ version: 'cured' });
    });
    expect((await project.plan('acme')).exitCode).toBe(0);
  });

  test(`${String(KILLS)} replicas that crash fail what they had begun to answer`, async () => {
    const kills: Crash[] = [];
    const seen = await underLoad(async () => {
      for (let count = 0; count < KILLS; count++) {
        const crashed = await crash('replica', count);
        kills.push(crashed);
        await healthy('replica');
        await served();
        await sleep(crashed.ended + CONNECT_TIMEOUT + LONGEST_ANSWER - Date.now());
      }
    });
    const late = seen.failures.filter(
      ({ began }) => !kills.some(({ killed, ended }) => began > killed - LONGEST_ANSWER && began <= ended + AT_ONCE),
    );
    process.stdout.write(
      `    ${String(KILLS)} replicas killed: ${String(seen.failed)} of ${String(seen.requests)} failed, ${String(late.length)} of them not under way then\n`,
    );
    expect(late).toEqual([]);
  });

  test('a gateway that crashes is started again, and then fails nothing', async () => {
    let killed = 0;
    let back = 0;
    const seen = await underLoad(async () => {
      ({ killed } = await crash('gateway'));
      await healthy('gateway');
      await served();
      await found();
      back = Date.now();
    });
    const seconds = (Math.max(killed, ...seen.failures.map(({ began }) => began)) - killed) / 1000;
    process.stdout.write(
      `    gateway killed: ${String(seen.failed)} of ${String(seen.requests)} failed, the last ${seconds.toFixed(1)} s later\n`,
    );
    expect(seen.failures.filter(({ began }) => began >= back)).toEqual([]);
  });

  test('the router stays where the ports of its successor cannot be had, and is away for a moment where they can', async () => {
    const stranger = createServer().listen(project.port, '127.0.0.3');
    await once(stranger, 'listening');
    try {
      for (const [address, reason] of [
        ['203.0.113.7', "the engine's machine has no address 203.0.113.7"],
        ['127.0.0.3', 'another program has the port'],
      ] as const) {
        await withoutFailure(async () => {
          project.declare({ ...scenario({}), addresses: [address] });
          const failed = await project.appengine('up');
          expect({ address, exitCode: failed.exitCode, stdout: failed.stdout }).toMatchObject({
            exitCode: 1,
            stdout: expect.stringContaining(reason) as string,
          });
        });
      }
    } finally {
      stranger.close();
    }
    const gap = await longestGap(async () => {
      await project.deploy({ ...scenario({}), addresses: ['127.0.0.3'] });
    });
    process.stdout.write(`    nothing answered for ${String(gap)} ms\n`);
    // Twenty seconds when it had to end its connections first.
    expect(gap).toBeLessThan(5000);
    await project.deploy(scenario({}));
  });

  /** The longest time without an answer, in milliseconds: clients come all the time, whatever those before them wait for. */
  async function longestGap(happens: () => Promise<void>): Promise<number> {
    let last = performance.now();
    let longest = 0;
    const ask = async (): Promise<void> => {
      const { status } = await get(project.port, HOST, '/version').catch(() => ({ status: 0 }));
      if (status !== 200) return;
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    };
    const asking = setInterval(() => void ask(), 20);
    try {
      await happens();
    } finally {
      clearInterval(asking);
    }
    return Math.round(longest);
  }

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
    // In the one form that docker-bench-security reads.
    const processId = readFileSync('/run/appengine/dockerd.pid', 'utf8').trim();
    expect(readFileSync(`/proc/${processId}/cmdline`, 'utf8').split('\0')).toContainEqual(expect.stringMatching(/^--config-file=\/./));
    const last = (Math.max(began, ...seen.failures.map((failure) => failure.began)) - began) / 1000;
    process.stdout.write(
      `    engine restarted in ${((ended - began) / 1000).toFixed(1)} s: ${String(seen.failed)} of ${String(seen.requests)} failed, the last ${last.toFixed(1)} s after the beginning\n`,
    );
    expect(await project.containers()).toEqual(before);
    expect(seen.failures.filter((failure) => failure.began >= ended + 5000)).toEqual([]);
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
