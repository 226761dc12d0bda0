import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  BasicAuth,
  BodyLimit,
  ClientAccess,
  ClientCertificates,
  Duration,
  ErrorPages,
  HealthCheck,
  Listener,
  Maintenance,
  PathPrefix,
  RateLimit,
  Redirect,
  RequestBody,
  RuntimePool,
  SecurityHeader,
  SecurityHeaders,
  Size,
  TrafficSplit,
  type IRoutePolicy,
  type RouteProps,
} from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import { backendConfig } from '../../../constructs/gateway/haproxy/backend-config';
import type { IBackend } from '../../../constructs/gateway/backend';
import { gatewayFiles } from '../../../constructs/gateway/haproxy/gateway-config';
import { Route } from '../../../constructs/gateway/route';
import { RouteTable } from '../../../constructs/gateway/route-table';
import type { TenantStack } from '../../../stacks';
import { GATEWAY_SETTINGS, IMAGE, tenant } from '../../fixture/tenant';

const HASH = `$6$salt$${'x'.repeat(86)}`;

function pool(id: string, stack: TenantStack = tenant()): RuntimePool {
  return new RuntimePool(stack, id, { image: IMAGE, healthCheck: HealthCheck.http('/healthz') });
}

const SHOP = pool('Shop');

function config(props: RouteProps): string {
  const table = new RouteTable([new Route('shop.acme.test', SHOP, props)]);
  return gatewayFiles(table, GATEWAY_SETTINGS)['gateway.cfg'] ?? '';
}

describe('what could mean something else in the configuration is refused', () => {
  test.each(['a"b', "a'b", 'a\\b', 'a\nb', 'a\rb', '${HOME}', '$HOME', 'a$ b', '%{x}', 'a`b', 'ä', '\u0000'])(
    'header value %j',
    (value) => {
      for (const props of [{ requestHeaders: { 'X-Tier': value } }, { responseHeaders: { 'X-Tier': value } }]) {
        expect(() => config(props)).toThrow(/^RouteValueRefused: re(quest|sponse) header X-Tier /);
      }
    },
  );

  test.each(['', 'X Tier', 'X-Tier:', '1st', 'X-Tier\n', 'x'.repeat(65)])('header name %j', (name) => {
    expect(() => config({ requestHeaders: { [name]: 'gold' } })).toThrow(/^HeaderNameInvalid: /);
  });

  test.each(['api', '/api/', '//api', '/a//b', '/..', '/a/./b', '/a b', '/a{b', '/a$b', "/a'b", '/ä', ''])('path %j', (path) => {
    expect(() => config({ path })).toThrow(/^RoutePathInvalid: /);
  });

  /** How the gateway reads its configuration: the number of words of each line, in and outside of quotes. */
  const shape = (text: string): readonly number[] =>
    text.split('\n').map((line) => (line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []).length);

  test.each<readonly [string, (text: string) => RouteProps, string]>([
    ['request header', (value) => ({ requestHeaders: { 'X-Tier': value } }), 'gold'],
    ['response header', (value) => ({ responseHeaders: { 'X-Tier': value } }), 'gold'],
    ['request header name', (name) => ({ requestHeaders: { [name]: 'gold' } }), 'X-Tier'],
    ['response header name', (name) => ({ responseHeaders: { [name]: 'gold' } }), 'X-Tier'],
    ['path', (path) => ({ path }), '/api'],
    ['stripped path', (path) => ({ path, prefix: PathPrefix.stripped() }), '/api'],
    ['user', (name) => ({ policies: [BasicAuth.users({ [name]: HASH })] }), 'ana'],
    ['hash of a password', (hash) => ({ policies: [BasicAuth.users({ ana: hash })] }), HASH],
    ['client network', (network) => ({ policies: [ClientAccess.only(network)] }), '10.0.0.0/8'],
    ['maintenance page', (html) => ({ policies: [Maintenance.page(html)] }), 'closed'],
    ['error page', (html) => ({ policies: [ErrorPages.of({ 404: html })] }), 'none'],
  ])('%s: whatever is accepted changes no word of the rest', (_, props, plain) => {
    const usual = shape(config(props(plain)));
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      // What is accepted, but for something in it that could lead out.
      fc
        .tuple(
          fc.constant(plain),
          fc.constantFrom('"', "'", '\\', '\n', '\r', '$HOME', '${HOME}', '%[src]', '%{x}', ' #', ' if TRUE', '\t'),
          fc.string(),
        )
        .map((parts) => parts.join('')),
      fc.tuple(fc.constant(plain), fc.stringMatching(/^[A-Za-z0-9.]{0,8}$/)).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (value) => {
        let made: string;
        try {
          made = config(props(value));
        } catch {
          return;
        }
        // A path of "/" needs less lines; it is nobody's text.
        if (value === '/') return;
        expect(shape(made)).toEqual(usual);
        expect(made.match(/"[^"\n]*"/g)?.join('')).not.toContain('$');
        expect(made).toMatch(/^[\n\x20-\x7e]*$/);
      }),
      { numRuns: 60 },
    );
  });

  test.each<readonly [string, (text: string) => string]>([
    ['redirect', (url) => Redirect.permanent(url).redirect.url],
    ['health path', (path) => HealthCheck.http(path).request?.path ?? ''],
  ])('%s: whatever is accepted is one word', (_, accept) => {
    const tail = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webPath(), fc.domain());
    fc.assert(
      fc.property(fc.constantFrom('', '/', 'https://www.example.com', 'http://'), tail, (head, text) => {
        let word: string;
        try {
          word = accept(head + text);
        } catch {
          return;
        }
        expect(word).toMatch(/^[!%&(-;=?-Z_a-z~]+$/);
      }),
    );
  });

  /** The shop with another health check. */
  const backend = (healthCheck: HealthCheck): IBackend => Object.create(SHOP, { healthCheck: { value: healthCheck } }) as IBackend;

  test('a host and a header of a health check: whatever is accepted adds one word each', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (host, name, value) => {
        let check: HealthCheck;
        try {
          check = HealthCheck.http('/', { host, headers: { [name]: value } });
        } catch {
          return;
        }
        const request = backendConfig(backend(check), 8080)
          .split('\n')
          .find((line) => line.includes('http-check send'));
        expect(request).toMatch(
          /^ {2}http-check send meth GET uri \/ ver HTTP\/1.1 hdr Host [\w.:-]+ hdr [A-Za-z0-9-]+ ('[^'"\\$%`]+'|[\w.:/;=,*+-]+)$/,
        );
      }),
    );
  });

  test('a quoted word has no way out, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        let text: string;
        try {
          text = config({ requestHeaders: { 'X-Tier': value } });
        } catch {
          return;
        }
        expect(text.split('\n').length).toBe(config({ requestHeaders: { 'X-Tier': 'gold' } }).split('\n').length);
        expect(text).toContain(`set-header X-Tier "${value.replaceAll('%', '%%')}" if `);
      }),
      { numRuns: 200 },
    );
  });
});

test.each<readonly [string, () => unknown]>([
  ['RoutePathInvalid', () => new Route('shop.acme.test', pool('Shop'), { prefix: PathPrefix.stripped() })],
  ['RateLimitOutOfRange', () => RateLimit.requests(0, Duration.seconds(1))],
  ['RateLimitOutOfRange', () => RateLimit.requests(1.5, Duration.seconds(1))],
  ['RateLimitOutOfRange', () => RateLimit.requests(1, Duration.minutes(61))],
  ['RateLimitOutOfRange', () => RateLimit.concurrent(10_001)],
  ['ClientNetworkInvalid', () => ClientAccess.only()],
  ['ClientNetworkInvalid', () => ClientAccess.only('10.0.0.0/8', 'example.com')],
  ['ClientNetworkInvalid', () => ClientAccess.except('10.0.0.0/33')],
  ['PasswordNotHashed', () => BasicAuth.users({ ana: 'open sesame' })],
  ['PasswordNotHashed', () => BasicAuth.users({ ana: '$1$salt$0123456789012345678901' })],
  ['UserNameInvalid', () => BasicAuth.users({ 'a b': HASH })],
  ['UserNameInvalid', () => BasicAuth.users({})],
  ['ClientAuthorityInvalid', () => ClientCertificates.issuedBy('no certificate')],
  ['PageTooLarge', () => Maintenance.page('x'.repeat(15_001))],
  ['PageTooLarge', () => Maintenance.page('')],
  ['StatusRefused', () => ErrorPages.of({ 200: 'fine' })],
  ['PageTooLarge', () => ErrorPages.of({ 404: '' })],
  ['RedirectInvalid', () => Redirect.permanent('www.example.com')],
  ['RedirectInvalid', () => Redirect.temporary('')],
  ['RedirectInvalid', () => Redirect.temporary('//www.example.com')],
  ['RedirectInvalid', () => Redirect.temporary('/new?x=1')],
  ['RedirectInvalid', () => Redirect.temporary('/new" code 200')],
  ['RedirectInvalid', () => Redirect.temporary('https://www.example.com if TRUE')],
  ['ReasonTooShort', () => SecurityHeaders.all().without(SecurityHeader.frameOptions(), 'why not')],
])('%s', (code, make) => {
  expect(make).toThrow(new RegExp(`^${code}: `));
});

test('a split needs different pools, whole weights, and one of them', () => {
  const stack = tenant();
  const [shop, canary] = [pool('Shop', stack), pool('Canary', stack)];
  for (const weights of [
    [0, 0],
    [-1, 2],
    [0.5, 1],
    [1, 1001],
  ] as const) {
    expect(() => TrafficSplit.of({ pool: shop, weight: weights[0] }, { pool: canary, weight: weights[1] })).toThrow(
      /^TrafficSplitInvalid: /,
    );
  }
  expect(() => TrafficSplit.of({ pool: shop, weight: 1 })).toThrow(/^TrafficSplitInvalid: /);
  expect(() => TrafficSplit.of({ pool: shop, weight: 1 }, { pool: shop, weight: 1 })).toThrow(/^TrafficSplitInvalid: /);
});

test('a path leads to one place, a host to one tenant', () => {
  const stack = tenant();
  const shop = pool('Shop', stack);
  stack.route('shop.test', shop, { path: '/api' });
  stack.route('shop.test', shop);

  expect(() => {
    stack.route('shop.test', shop, { path: '/api' });
  }).toThrow('RouteTaken: acme: shop.test/api already leads somewhere; choose another path, or use TrafficSplit.of(…)');
  expect(() => {
    stack.route('shop.test', Redirect.permanent('https://www.example.com'));
  }).toThrow(/^RouteTaken: /);
});

test('a header that one route leaves out is set for all others', () => {
  const securityHeaders = SecurityHeaders.all().without(SecurityHeader.frameOptions(), 'a partner frames this page');
  const lines = config({ securityHeaders }).split('\n');

  expect(lines.filter((line) => line.includes('X-Frame-Options'))).toEqual([
    expect.stringMatching(/if !\{ res.hdr\(x-frame-options\) -m found \} .* !\{ var\(txn.route\) -m str r[0-9a-f]{8} \}$/),
    expect.anything(),
  ]);
  expect(lines.filter((line) => line.includes('X-Content-Type-Options')).every((line) => !line.includes('txn.route'))).toBe(true);
});

describe('a page of the route', () => {
  const CASES: readonly (readonly [number, IRoutePolicy, string])[] = [
    [401, BasicAuth.users({ ana: HASH }), ` hdr WWW-Authenticate 'Basic realm="AppEngine"'`],
    [403, ClientAccess.only('10.0.0.0/8'), ''],
    [411, BodyLimit.of(Size.mebibytes(1)), ''],
    [413, BodyLimit.of(Size.mebibytes(1)), ''],
    [429, RateLimit.requests(5, Duration.seconds(10)), ' hdr Retry-After 10'],
    [429, RateLimit.concurrent(5), ' hdr Retry-After 1'],
  ];
  const answers = (status: number, ...policies: readonly IRoutePolicy[]): readonly string[] =>
    config({ policies })
      .split('\n')
      .filter((line) => line.includes(`http-request return status ${String(status)} `) && line.includes('txn.route) -m str r'))
      .map((line) =>
        line
          .trim()
          .replace(/^http-request return status \d+ content-type /, '')
          .replace(/ if .*$/, ''),
      );

  test.each(CASES)('for %i takes the place of what a policy says, before or after it', (status, policy, headers) => {
    const page = ErrorPages.of({ [status]: '<h1>No</h1>' });
    const file = expect.stringMatching(
      new RegExp(`^"text/html; charset=utf-8" file /etc/gateway/error-${String(status)}-[0-9a-f]{8}[.]html`),
    ) as string;

    for (const policies of [
      [page, policy],
      [policy, page],
    ]) {
      const said = answers(status, ...policies);
      expect(said).toEqual([file, file]);
      expect(said.every((answer) => answer.endsWith(`.html${headers}`))).toBe(true);
    }
  });

  test.each(CASES)('for another status than %i changes nothing of that', (status, policy, headers) => {
    const said = answers(status, ErrorPages.of({ 404: '<h1>No</h1>' }), policy);

    expect(said).toEqual(answers(status, policy));
    expect(said.every((answer) => answer.startsWith('text/plain string "') && answer.endsWith(`\\n"${headers}`))).toBe(true);
  });
});

test('two routes to a pool cannot differ about what the gateway says when no replica answers', () => {
  const shop = pool('Shop');
  const route = (host: string, page: string): Route => new Route(host, shop, { policies: [ErrorPages.of({ 404: page, 503: page })] });
  const table = new RouteTable([route('shop.test', 'Not now'), route('buy.test', 'Later')]);

  expect(() => table.backendDirectives(shop)).toThrow(/^ErrorPageTaken: acme\/Shop: pool "shop" has several error pages for status 503 /);
  expect(new RouteTable([route('shop.test', 'Not now')]).backendDirectives(shop)).toHaveLength(1);
  expect(new RouteTable([route('shop.test', 'Not now'), route('buy.test', 'Not now')]).backendDirectives(shop)).toHaveLength(1);
});

test('another route renames no section, and changes no backend', () => {
  const stack = tenant();
  const shop = pool('Shop', stack);
  const limited = new Route('shop.test', shop, {
    policies: [RateLimit.requests(5, Duration.seconds(10)), BodyLimit.of(Size.mebibytes(1))],
  });
  const [alone, crowded] = [new RouteTable([limited]), new RouteTable([new Route('buy.test', shop), limited])];

  expect(crowded.sections).toEqual(alone.sections);
  expect(crowded.backendDirectives(shop)).toEqual(alone.backendDirectives(shop));
});

test('a client authority is a certificate, never a key', () => {
  const certificate = readFileSync(join(packageRoot(), '__tests__/fixture/client-authority.pem'), 'utf8');

  expect(ClientCertificates.issuedBy(certificate).rules().handshake).toMatch(
    /^ca-file \/etc\/gateway\/clients-[0-9a-f]{8}\.pem verify required$/,
  );
  expect(() => ClientCertificates.issuedBy(`${certificate}-----BEGIN PRIVATE KEY-----\n`)).toThrow(/^ClientAuthorityInvalid: /);
});

test('a streamed body is not waited for, and its client may be silent for as long as a WebSocket', () => {
  const streamed = RequestBody.streamed('clients push packs');
  const text = config({ requestBody: streamed, idleTimeout: Duration.minutes(5) });
  expect(text).toMatch(/http-request set-var\(txn.streams\) bool\(true\) if \{ var\(txn.route\) -m str r\w+ \}/);
  expect(text).toContain('http-request set-timeout client 300s if');
  expect(config({ requestBody: streamed })).toContain('http-request set-timeout client 3600s if');
  expect(config({ requestBody: RequestBody.awaited() })).not.toContain('set-timeout client');
  expect(() => RequestBody.streamed('why not')).toThrow(/^ReasonTooShort/);
});

test('an app that speaks HTTP/2 is asked by it', () => {
  const stack = tenant();
  const rpc = new RuntimePool(stack, 'Rpc', { image: IMAGE, listener: Listener.http2(9000), healthCheck: HealthCheck.tcp() });
  expect(backendConfig(rpc, 9000)).toMatch(/ {2}server \S+ \S+:9000 proto h2 cookie /);
  expect(backendConfig(SHOP, 8080)).not.toContain('proto');
  expect(
    () => new RuntimePool(stack, 'Asked', { image: IMAGE, listener: Listener.http2(9000), healthCheck: HealthCheck.http('/') }),
  ).toThrow(/^HealthProtocolMismatch/);
});

test('the gateway judges an app as the engine does: by the same answers, after the same wait', () => {
  const slow = new RuntimePool(tenant(), 'Slow', { image: IMAGE, healthCheck: HealthCheck.http('/up', { timeout: Duration.seconds(5) }) });
  expect(backendConfig(slow, 8080)).toContain(
    '  timeout check 5s\n  option httpchk\n  http-check send meth GET uri /up ver HTTP/1.1 hdr Host localhost\n  http-check expect status 200-299\n',
  );
  const headers = { 'X-Forwarded-Proto': 'https', 'X-Reason': 'health check # 1' };
  const choosy = new RuntimePool(tenant(), 'Choosy', {
    image: IMAGE,
    healthCheck: HealthCheck.http('/up', { host: 'shop.test:8443', headers }),
  });
  expect(backendConfig(choosy, 8080)).toContain(
    "ver HTTP/1.1 hdr Host shop.test:8443 hdr X-Forwarded-Proto https hdr X-Reason 'health check # 1'\n",
  );
  const tcp = new RuntimePool(tenant(), 'Tcp', { image: IMAGE, healthCheck: HealthCheck.tcp() });
  expect(backendConfig(tcp, 8080)).toContain('  timeout check 2s\n  default-server');
});
