import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantScenario } from './fixture/scenario';
import { describeLive } from './harness/describe-live';
import { isFull } from './harness/full';
import { startKept } from './harness/http1-load';
import type { Load } from './harness/load';
import { HOST, Recovering, seeded, scenarioOf } from './harness/recovering';

/** Requests in a second: enough to see a gap, and little beside what is done meanwhile. */
const RATE = 100;
const [ROUNDS, REVERTS] = isFull ? [20, 10] : [4, 1];

/** How a deploy ends before it is done. */
type Disturbance = 'interrupt' | 'kill the command line' | 'kill Terraform' | 'fail';

const DISTURBANCES: readonly Disturbance[] = ['kill Terraform', 'interrupt', 'kill the command line', 'fail'];

/** What becomes of a deployment when a deploy fails or is interrupted: one plain `up` heals it. */
describeLive('interruptions', () => {
  let deployment: Recovering;
  let load: Load | undefined;

  beforeAll(async () => {
    deployment = await Recovering.deployed('cutoff');
  });

  afterAll(async () => {
    await load?.stop();
    await deployment.project.remove();
  });

  /** Begins a deploy, and ends it in some way a while after Terraform has begun. */
  async function disturb(how: Disturbance, scenario: TenantScenario, milliseconds: number): Promise<void> {
    if (how === 'fail') {
      deployment.project.declare(scenarioOf({ ...scenario, unhealthy: true, startWithin: 3 }));
      expect((await deployment.project.appengine('up')).exitCode).toBe(1);
      return;
    }
    const up = deployment.startUp(scenario);
    const ended = once(up, 'exit');
    const pid = await deployment.terraform(up);
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
    load = startKept({ port: deployment.project.port, host: HOST }, RATE);
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
      await deployment.heals(isTakenBack ? deployment.current : next);
    }
    const result = await load.stop();
    process.stdout.write(`    ${result.detail}\n`);
    expect(result.requests).toBeGreaterThan(500);
    expect(result.detail).toContain(' 0 failed');
  });

  test('an app with a host of its own that fails is taken out again', async () => {
    for (let attempt = 0; attempt < REVERTS; attempt++) {
      const failing = {
        ...deployment.current,
        aliases: ['new.acme.localhost'],
        unhealthy: true,
        startWithin: 3,
        version: `new-${String(attempt)}`,
      };
      deployment.project.declare(scenarioOf(failing));
      expect((await deployment.project.appengine('up')).exitCode).toBe(1);
      await deployment.heals();
    }
  });
});
