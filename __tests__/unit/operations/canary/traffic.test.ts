import fc from 'fast-check';
import { parseTraffic, type ServerTraffic } from '../../../../operations/canary/traffic';
import { TrafficCount } from '../../../../operations/canary/traffic-count';

/** As HAProxy 3.0 writes it, as far as columns go. */
const HEAD = '# pxname,svname,status,econ,eresp,hrsp_1xx,hrsp_2xx,hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,rtime,';

test('requests are what was answered and what was not, and failures all that a client saw or could have seen', () => {
  const answer = `${HEAD}\nshop,shop-1-aa,UP,1,2,9,100,10,5,3,0,12,\nshop,shop-1-aa-checked,no check,0,0,0,0,0,0,0,0,0,\n\n`;
  expect(parseTraffic(answer)).toEqual([
    { backend: 'shop', name: 'shop-1-aa', server: 'shop-1-aa', isDown: false, requests: 121, failed: 6, latency: 12 },
    { backend: 'shop', name: 'shop-1-aa-checked', server: 'shop-1-aa', isDown: false, requests: 0, failed: 0, latency: 0 },
  ]);
});

test.each([
  ['UP', false],
  ['UP 1/3', false],
  ['DRAIN', false],
  ['no check', false],
  ['DOWN', true],
  ['DOWN 1/2', true],
  ['MAINT (resolution)', true],
])('a server with the status %s is down: %s', (status, isDown) => {
  expect(parseTraffic(`${HEAD}\nshop,a,${status}`)).toMatchObject([{ isDown }]);
});

test('any text is some servers, or none', () => {
  expect(parseTraffic('')).toEqual([]);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `${HEAD}\n${text}`),
      ),
      (text) => {
        for (const { requests, failed } of parseTraffic(text)) {
          expect(failed).toBeGreaterThanOrEqual(0);
          expect(requests).toBeGreaterThanOrEqual(failed);
        }
      },
    ),
  );
});

const server = (name: string, requests: number, failed = 0, latency = 0, isDown = false): ServerTraffic => ({
  ...{ backend: 'shop', name, server: name.replace(/-checked$/, ''), isDown, requests, failed, latency },
});

test('what several proxies count is one sum, by release', () => {
  const count = new TrafficCount(new Set(['new']));
  count.add([
    { proxy: 'gateway', servers: [server('new', 10, 2, 30), server('old', 100, 1, 10), server('old-checked', 5)] },
    { proxy: 'balancer', servers: [server('new', 30, 0, 10, true), server('old', 50, 0, 20)] },
  ]);
  expect(count.observation).toEqual({
    canary: { requests: 40, failed: 2, latency: 15 },
    current: { requests: 155, failed: 1, latency: (100 * 10 + 50 * 20) / 155 },
    down: ['new'],
  });
});

test('without requests there is no latency', () => {
  const count = new TrafficCount(new Set(['new']));
  const nothing = { requests: 0, failed: 0, latency: undefined };
  expect(count.observation).toEqual({ canary: nothing, current: nothing, down: [] });
  count.add([{ proxy: 'gateway', servers: [server('new', 0)] }]);
  expect(count.observation.canary).toEqual(nothing);
});

test('a mean is of 1,024 answers at most, and counts as much', () => {
  const count = new TrafficCount(new Set(['a', 'b']));
  count.add([{ proxy: 'gateway', servers: [server('a', 1_000_000, 0, 10), server('b', 1024, 0, 20)] }]);
  expect(count.observation.canary.latency).toBe(15);
});

test('a reload counts from nothing, and loses nothing that was seen', () => {
  const looks = fc.array(
    fc
      .record({ reloads: fc.boolean(), requests: fc.nat(100), failed: fc.nat(100) })
      .map((look) => ({ ...look, failed: Math.min(look.failed, look.requests) })),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(looks, (all) => {
      const count = new TrafficCount(new Set(['new']));
      let counted = { requests: 0, failed: 0 };
      let [requests, failed] = [0, 0];
      for (const look of all) {
        // A reload after which as much was answered as before it cannot be told from none.
        if (look.reloads && look.requests < counted.requests) counted = { requests: 0, failed: 0 };
        counted = { requests: counted.requests + look.requests, failed: counted.failed + look.failed };
        requests += look.requests;
        failed += look.failed;
        count.add([{ proxy: 'gateway', servers: [server('new', counted.requests, counted.failed)] }]);
      }
      expect(count.observation.canary).toMatchObject({ requests, failed });
    }),
  );
});
