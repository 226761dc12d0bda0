import { Duration, HealthCheck, Listener } from '../../../constructs';

const PROBE = '/run/appengine-probe/probe';
const WATCH = ['--every', '5s', '--for', '5m0s', '--young', '1m0s'];

test.each([
  [HealthCheck.http('/healthz'), ['CMD', PROBE, 'http', '--port', '9000', '--path', '/healthz', '--timeout', '2s', ...WATCH]],
  [
    HealthCheck.http('/ready?deep=1', { timeout: Duration.seconds(5) }),
    ['CMD', PROBE, 'http', '--port', '9000', '--path', '/ready?deep=1', '--timeout', '5s', ...WATCH],
  ],
  [
    HealthCheck.http('/up', { host: 'shop.example.com', headers: { 'X-Forwarded-Proto': 'https' } }),
    [
      ...['CMD', PROBE, 'http', '--port', '9000', '--path', '/up', '--host', 'shop.example.com'],
      ...['--header', 'X-Forwarded-Proto: https', '--timeout', '2s', ...WATCH],
    ],
  ],
  [HealthCheck.httpOnLoopback('/'), ['CMD', PROBE, 'http', '--port', '9000', '--loopback', '--path', '/', '--timeout', '2s', ...WATCH]],
  [HealthCheck.tcp(), ['CMD', PROBE, 'tcp', '--port', '9000', '--timeout', '2s', ...WATCH]],
  [HealthCheck.command(['pg_isready', '-q']), ['CMD', 'pg_isready', '-q']],
  [HealthCheck.none('it has no state to check'), undefined],
])('test %#', (check, test) => {
  expect(check.test(Listener.http(9000))).toEqual(test);
});

test.each([
  ['a run of the probe takes five minutes', HealthCheck.tcp(), 1, 302],
  ['or of the interval, if that is longer', HealthCheck.tcp({ interval: Duration.minutes(5), timeout: Duration.seconds(4) }), 60, 304],
  ['a command is run for every look', HealthCheck.command(['true'], { timeout: Duration.seconds(4) }), 5, 4],
])('%s', (_, check, engineInterval, maxRunTime) => {
  expect([check.engineInterval.seconds, check.maxRunTime.seconds]).toEqual([engineInterval, maxRunTime]);
});

test('only what the probe asks needs the probe', () => {
  expect(
    [HealthCheck.http('/'), HealthCheck.tcp(), HealthCheck.command(['true']), HealthCheck.none('a reason of its own')].map(
      ({ usesProbe }) => usesProbe,
    ),
  ).toEqual([true, true, false, false]);
});

test.each(['', 'healthz', '/a b', '/a\nb', '/#top', '/"', "/it's", '/\\', '/a?b#c'])('the path %j is refused', (path) => {
  expect(() => HealthCheck.http(path)).toThrow(
    new Error(
      `HealthPathInvalid: health path ${JSON.stringify(path)} must start with "/" and hold only characters of a URL path; use one such as "/healthz"`,
    ),
  );
});

test.each([HealthCheck.http('/'), HealthCheck.tcp()])('a container that listens on nothing cannot be probed (%#)', (check) => {
  expect(() => check.test(Listener.none())).toThrow(
    new Error(
      'HealthCheckWithoutPort: an HTTP or TCP health check needs a port, but the container listens on none; use HealthCheck.command([...]) or Listener.http(port)',
    ),
  );
});

test('a command without a program is refused', () => {
  expect(() => HealthCheck.command([])).toThrow(
    new Error('HealthCommandEmpty: health command [] must hold at least the program; name one or use HealthCheck.tcp()'),
  );
});

test.each([0, 21, 1.5])('%d retries are refused', (retries) => {
  expect(() => HealthCheck.tcp({ retries })).toThrow(
    new Error(
      `HealthRetriesOutOfRange: health retries ${String(retries)} must be a whole number from 1 to 20; raise \`interval\` or \`timeout\` for more patience`,
    ),
  );
});

test.each(['', 'a b', 'shop.example.com/', '.example.com', 'a\nb', "it's", 'shop:web', 'x'.repeat(300)])(
  'the host %j is refused',
  (host) => {
    expect(() => HealthCheck.http('/', { host })).toThrow(
      new Error(
        `HealthHostInvalid: health check host ${JSON.stringify(host)} must be a host name, with a port or without; use one such as "shop.example.com"`,
      ),
    );
  },
);

test.each([
  ['X Forwarded', 'https', 'must be 1 to 64 letters, digits and "-"'],
  ['X-Tier', '', 'has the value "", which must be'],
  ['X-Tier', ' gold', 'has the value " gold", which must be'],
  ['X-Tier', 'a\r\nX-Other: b', 'has the value "a\\r\\nX-Other: b", which must be'],
  ['X-Tier', '%[src]', 'has the value "%[src]", which must be'],
  ['X-Tier', "it's", 'has the value "it\'s", which must be'],
  ['Host', 'shop.example.com', 'is the host of the request; use `host`'],
  ['Content-Length', '10', 'belongs to the connection'],
  ['Authorization', 'Basic abc', 'carries a secret'],
])('the header %s: %j is refused', (name, value, problem) => {
  expect(() => HealthCheck.http('/', { headers: { [name]: value } })).toThrow(
    expect.objectContaining({
      code: 'HealthHeaderInvalid',
      message: expect.stringContaining(`health check header ${JSON.stringify(name)} ${problem}`) as string,
    }) as Error,
  );
});
