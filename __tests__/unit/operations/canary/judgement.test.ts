import fc from 'fast-check';
import { judge, type Bounds } from '../../../../operations/canary/judgement';
import type { Observation, ReleaseTraffic } from '../../../../operations/canary/traffic-count';

const BOUNDS: Bounds = { errors: 0.01, requests: 100 };
const traffic = (requests: number, failed = 0, latency: number | undefined = 10): ReleaseTraffic => ({ requests, failed, latency });
const seen = (canary: ReleaseTraffic, current = traffic(1000), down: readonly string[] = []): Observation => ({ canary, current, down });
const kind = (observation: Observation, bounds: Partial<Bounds> = {}): string => judge(observation, { ...BOUNDS, ...bounds }).kind;

test.each([
  ['one of few that failed', traffic(5, 1), 'open'],
  ['two of few', traffic(5, 2), 'bad'],
  ['none of enough', traffic(100), 'good'],
  ['as many as may', traffic(200, 2), 'good'],
  ['one more', traffic(200, 3), 'bad'],
  ['none of none', traffic(0, 0, undefined), 'open'],
])('%s', (_, canary, expected) => {
  expect(kind(seen(canary))).toBe(expected);
});

test('where none may fail, the first one is enough', () => {
  expect(kind(seen(traffic(1, 1)), { errors: 0 })).toBe('bad');
  expect(kind(seen(traffic(100, 0)), { errors: 0 })).toBe('good');
});

test('where all may fail, none is too many', () => {
  expect(kind(seen(traffic(100, 100)), { errors: 1 })).toBe('good');
});

test('a replica that is down is enough', () => {
  expect(judge(seen(traffic(1000), traffic(1000), ['shop-canary-1']), BOUNDS)).toEqual({
    kind: 'bad',
    reason: 'shop-canary-1 fails its health checks',
  });
});

test('the reason has the figures', () => {
  expect(judge(seen(traffic(40, 9)), BOUNDS)).toMatchObject({ reason: '9 of 40 requests failed, and 1 % may' });
  expect(judge(seen(traffic(400, 0, 600.4)), { ...BOUNDS, latency: 500 })).toMatchObject({
    reason: 'an answer took 600 ms on average, and may take 500 ms',
  });
  expect(judge(seen(traffic(400, 0, 250), traffic(400, 0, 110)), BOUNDS)).toMatchObject({
    reason: 'an answer took 250 ms on average, and may take 220 ms, twice the time of the current release or 100 ms',
  });
});

test.each([
  ['fast enough for anybody', 99, 1, {}, 'good'],
  ['twice as slow as a slow one', 400, 200, {}, 'good'],
  ['slower than that', 401, 200, {}, 'slow'],
  ['at a bound of its own', 500, 1, { latency: 500 }, 'good'],
  ['above it, beside one that is as slow', 501, 501, { latency: 500 }, 'slow'],
])('%s', (_, canary, current, bounds, expected) => {
  expect(kind(seen(traffic(100, 0, canary), traffic(100, 0, current)), bounds)).toBe(expected);
});

test('what is slow is not judged by few, of either release', () => {
  expect(kind(seen(traffic(99, 0, 9000)), { latency: 1 })).toBe('open');
  expect(kind(seen(traffic(100, 0, 9000), traffic(99, 0, 1)))).toBe('good');
});

const part = fc.integer({ min: 0, max: 1000 }).map((permille) => permille / 1000);
const observations = fc
  .record({ requests: fc.nat(2000), failed: fc.nat(2000), latency: fc.nat(5000), current: fc.nat(2000), slow: fc.nat(5000) })
  .map(({ requests, failed, latency, current, slow }) =>
    seen(
      traffic(requests, Math.min(failed, requests), requests === 0 ? undefined : latency),
      traffic(current, 0, current === 0 ? undefined : slow),
    ),
  );
const bounds: fc.Arbitrary<Bounds> = fc.oneof(
  fc.record({ errors: part, requests: fc.integer({ min: 1, max: 500 }) }),
  fc.record({ errors: part, requests: fc.integer({ min: 1, max: 500 }), latency: fc.nat(5000) }),
);

test('one failure more, or more time, never makes it better', () => {
  const rank = { good: 0, slow: 1, open: 2, bad: 3 };
  fc.assert(
    fc.property(observations, bounds, fc.nat(100), ({ canary, current, down }, limits, more) => {
      const before = rank[judge({ canary, current, down }, limits).kind];
      const failing = { ...canary, failed: Math.min(canary.requests, canary.failed + more) };
      const slower = { ...canary, latency: canary.latency === undefined ? undefined : canary.latency + more };
      expect(rank[judge({ canary: failing, current, down }, limits).kind]).toBeGreaterThanOrEqual(before);
      expect(rank[judge({ canary: slower, current, down }, limits).kind]).toBeGreaterThanOrEqual(before);
    }),
  );
});

test('good are only those with enough requests, and no more failures than may be', () => {
  fc.assert(
    fc.property(observations, bounds, (observation, limits) => {
      const { requests, failed } = observation.canary;
      const verdict = judge(observation, limits).kind;
      if (verdict === 'good') expect([requests >= limits.requests, failed <= limits.errors * requests]).toEqual([true, true]);
      if (verdict === 'open') expect(requests).toBeLessThan(limits.requests);
    }),
  );
});
