import type { CanaryPlan } from '../../../../operations/canary/canary-plan';
import { runCanary, type CanaryEnd, type CanaryWorld } from '../../../../operations/canary/run-canary';
import type { Observation } from '../../../../operations/canary/traffic-count';
import { Interrupted } from '../../../../operations/process/interrupt';

const PLAN: CanaryPlan = { steps: [5, 25], every: 60_000, bounds: { errors: 0.01, requests: 100 } };
const DEPLOY_MS = 10_000;

/** What a world without time does, and what it answers. */
interface Script {
  /** Answers since the last deploy. */
  readonly observe?: (since: number, percent: number) => Observation;
  readonly deploy?: (percent: number) => string | undefined;
  readonly promote?: () => string | undefined;
  readonly pause?: (since: number) => void;
}

/** Ten requests a second, each as good as any other. */
function answers(since: number, percent: number, failing = 0): Observation {
  const requests = Math.round((since / 1000) * 10 * (percent / 100));
  return {
    canary: { requests, failed: Math.round(requests * failing), latency: 10 },
    current: { requests: requests * 10, failed: 0, latency: 10 },
    down: [],
  };
}

async function run(
  script: Script,
  plan = PLAN,
): Promise<{ readonly end: CanaryEnd; readonly done: readonly string[]; readonly seconds: number }> {
  let [now, deployedAt, at] = [0, 0, 0];
  const done: string[] = [];
  const world: CanaryWorld = {
    deploy: (percent) => {
      now += DEPLOY_MS;
      [deployedAt, at] = [now, percent];
      done.push(`${String(percent)} %`);
      return Promise.resolve(script.deploy?.(percent));
    },
    promote: () => {
      done.push('promoted');
      return Promise.resolve(script.promote?.());
    },
    observe: () => Promise.resolve().then(() => (script.observe ?? ((since) => answers(since, 100)))(now - deployedAt, at)),
    pause: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve().then(() => script.pause?.(now - deployedAt));
    },
    now: () => now,
    show: (_, work) => work(() => undefined),
  };
  const end = await runCanary(plan, world);
  return { end, done, seconds: now / 1000 };
}

test('what does well goes all the way, each step for its time', async () => {
  const { end, done, seconds } = await run({});
  expect(done).toEqual(['5 %', '25 %', 'promoted']);
  expect(end.problem).toBeUndefined();
  expect(end.steps).toMatchObject([
    { percent: 5, milliseconds: 60_000, observation: { canary: { requests: 600 } } },
    { percent: 25, milliseconds: 60_000 },
  ]);
  expect(seconds).toBe(140);
});

test('what fails is given up at once, long before its time, and goes no further', async () => {
  const { end, done } = await run({ observe: (since, percent) => answers(since, percent, 0.2) });
  expect(done).toEqual(['5 %']);
  expect(end).toMatchObject({
    problem: expect.stringMatching(/^2 of \d+ requests failed, and 1 % may$/) as string,
    steps: [{ percent: 5 }],
  });
  expect(end.steps[0]?.milliseconds).toBeLessThan(25_000);
});

test('what fails in a later step is given up there', async () => {
  const { end, done } = await run({ observe: (since, percent) => answers(since, 100, percent === 25 ? 0.5 : 0) });
  expect(done).toEqual(['5 %', '25 %']);
  expect(end.steps).toMatchObject([{ problem: undefined }, { problem: expect.stringContaining('requests failed') as string }]);
});

test('one that is slow at its start gets the time of its step, and one that stays so is taken back', async () => {
  const slow = (since: number, until: number): Observation => {
    const seen = answers(since, 100);
    return { ...seen, canary: { ...seen.canary, latency: since < until ? 700 : 20 } };
  };
  expect((await run({ observe: (since) => slow(since, 40_000) })).done).toEqual(['5 %', '25 %', 'promoted']);
  const { end } = await run({ observe: (since) => slow(since, Infinity) });
  expect(end).toMatchObject({
    problem: expect.stringMatching(/^an answer took 700 ms on average/) as string,
    steps: [{ percent: 5, milliseconds: 60_000 }],
  });
});

test('with too few requests it waits until there are enough', async () => {
  const { end, done } = await run({ observe: (since) => answers(since, since > 120_000 ? 100 : 0) });
  expect(done).toEqual(['5 %', '25 %', 'promoted']);
  expect(end.steps[0]?.milliseconds).toBe(122_000);
});

test('and not for ever', async () => {
  const { end, done } = await run({ observe: () => ({ ...answers(0, 0), canary: { requests: 12, failed: 0, latency: 5 } }) });
  expect(done).toEqual(['5 %']);
  expect(end.problem).toBe('12 requests in 6 minutes are too few to judge by, 100 are enough');
});

test('a moment without an answer of the gateway is none of the canary', async () => {
  const { done } = await run({
    observe: (since) => {
      if (since > 20_000 && since < 50_000) throw new Error('no gateway');
      return answers(since, 100);
    },
  });
  expect(done).toEqual(['5 %', '25 %', 'promoted']);
});

test('a step does not end on what was seen before its time', async () => {
  const { end } = await run({
    observe: (since) => {
      if (since > 50_000 && since < 80_000) throw new Error('no gateway');
      return answers(since, 100);
    },
  });
  expect(end.steps[0]?.milliseconds).toBe(80_000);
});

test('a canary that nobody can see for a minute is taken back', async () => {
  const observe = (since: number): Observation => {
    if (since > 20_000) throw new Error('no gateway that runs leads to shop');
    return answers(since, 100);
  };
  const { end } = await run({ observe });
  expect(end).toMatchObject({ problem: 'no gateway that runs leads to shop', steps: [{ milliseconds: 80_000 }] });
  const never = await run({ observe: () => observe(Infinity) });
  expect(never.end).toMatchObject({ steps: [{ observation: undefined, milliseconds: 60_000 }] });
});

test('a deploy that fails ends it, and so does the last one', async () => {
  const first = await run({ deploy: (percent) => (percent === 25 ? 'the deploy of acme failed' : undefined) });
  expect([first.done, first.end.problem, first.end.steps.length]).toEqual([['5 %', '25 %'], 'the deploy of acme failed', 1]);
  const last = await run({ promote: () => 'the deploy of acme failed' });
  expect([last.done.at(-1), last.end.problem]).toEqual(['promoted', 'the deploy of acme failed']);
});

test('an interrupt ends it where it is', async () => {
  const interrupted = run({
    pause: (since) => {
      if (since >= 10_000) throw new Interrupted('SIGINT');
    },
  });
  await expect(interrupted).rejects.toThrow(Interrupted);
  const asked = run({
    observe: () => {
      throw new Interrupted('SIGTERM');
    },
  });
  await expect(asked).rejects.toThrow(Interrupted);
});
