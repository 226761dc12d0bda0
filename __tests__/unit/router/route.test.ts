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
  Maintenance,
  PathPrefix,
  RateLimit,
  Redirect,
  RuntimePool,
  SecurityHeader,
  SecurityHeaders,
  Size,
  TrafficSplit,
  type RouteProps,
} from '../../../constructs';
import { packageRoot } from '../../../constructs/package-root';
import { gatewayFiles } from '../../../constructs/router/gateway-config';
import { Route } from '../../../constructs/router/route';
import { RouteTable } from '../../../constructs/router/route-table';
import type { TenantStack } from '../../../stacks';
import { GATEWAY_SETTINGS, IMAGE, tenant } from '../../fixture/tenant';

const HASH = `$6$salt$${'x'.repeat(86)}`;

function pool(id: string, stack: TenantStack = tenant()): RuntimePool {
  return new RuntimePool(stack, id, { image: IMAGE, healthCheck: HealthCheck.http('/healthz') });
}

function config(props: RouteProps): string {
  const table = new RouteTable([new Route('shop.acme.test', pool('Shop'), props)]);
  return gatewayFiles(table, GATEWAY_SETTINGS)['gateway.cfg'] ?? '';
}

describe('what could mean something else in the configuration is refused', () => {
  test.each(['a"b', "a'b", 'a\\b', 'a\nb', 'a\rb', '${HOME}', '%{x}', 'a`b', 'ä', '\u0000'])('header value %j', (value) => {
    for (const props of [{ requestHeaders: { 'X-Tier': value } }, { responseHeaders: { 'X-Tier': value } }]) {
      expect(() => config(props)).toThrow(/^RouteValueRefused: re(quest|sponse) header X-Tier /);
    }
  });

  test.each(['', 'X Tier', 'X-Tier:', '1st', 'X-Tier\n', 'x'.repeat(65)])('header name %j', (name) => {
    expect(() => config({ requestHeaders: { [name]: 'gold' } })).toThrow(/^HeaderNameInvalid: /);
  });

  test.each(['api', '/api/', '//api', '/a//b', '/..', '/a/./b', '/a b', '/a{b', '/a$b', "/a'b", '/ä', ''])('path %j', (path) => {
    expect(() => config({ path })).toThrow(/^RoutePathInvalid: /);
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
