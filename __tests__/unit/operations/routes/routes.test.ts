import { renderRoutes } from '../../../../cli/render/routes';
import { isRouteHealthy, routeDocument, routeStatus, type RouteStatus } from '../../../../operations/routes/route-status';
import type { HostCertificate, NoCertificate } from '../../../../operations/routes/certificate';
import type { AppStatus } from '../../../../operations/status/app-status';

const NOW = new Date('2026-06-01T12:00:00Z');
const inDays = (days: number, issuer = 'internal'): HostCertificate => ({ issuer, ends: new Date(NOW.getTime() + days * 86_400_000) });
const app = (name: string, healthy: number, replicas: number): AppStatus => ({
  name,
  kind: 'service',
  urls: [],
  httpsUrls: [],
  replicas,
  healthy,
  image: 'image',
  generation: 'one',
  restarts: 0,
  problems: [],
});
const route = (certificate: HostCertificate | NoCertificate, apps: readonly AppStatus[], host = 'shop.test'): RouteStatus =>
  routeStatus('acme', { host, path: '/', pools: [{ name: 'shop', weight: 1 }] }, apps, certificate);

const WELL = route(inDays(89), [app('shop', 2, 2)]);
const ENDING = route(inDays(13.9), [app('shop', 2, 2)], 'ending.test');
const ENDED = route(inDays(-0.5), [app('shop', 2, 2)], 'ended.test');
const MISSING = route({ reason: 'the router knows no gateway for this host' }, [app('shop', 2, 2)], 'missing.test');
const UNWELL = route(inDays(89), [app('shop', 1, 2)], 'unwell.test');
const GONE = route(inDays(89), [], 'gone.test');

test('a route is well with all replicas and a certificate for two weeks', () => {
  expect([WELL, ENDING, ENDED, MISSING, UNWELL, GONE].map((one) => isRouteHealthy(one, NOW))).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(isRouteHealthy(route(inDays(14), [app('shop', 3, 2)]), NOW)).toBe(true);
});

test('a row a route, and what to do', () => {
  const split = {
    host: 'split.test',
    path: '/api',
    pools: [
      { name: 'shop', weight: 2 },
      { name: 'canary', weight: 1 },
    ],
  } as const;
  const routes = [
    WELL,
    routeStatus('acme', split, [app('shop', 2, 2), app('canary', 1, 1)], inDays(60, "Let's Encrypt")),
    routeStatus('acme', { host: 'old.test', path: '/', pools: [], redirect: { status: 308, url: 'https://shop.test' } }, [], inDays(89)),
  ];

  expect(renderRoutes(routes, NOW)).toBe(`\
  TENANT  HOST        PATH  TARGET                 CERTIFICATE                  HEALTH
  acme    shop.test   /     shop                   internal, 89 days left       2/2 healthy
  acme    split.test  /api  shop 66.7%             Let's Encrypt, 60 days left  2/2 healthy
                            canary 33.3%                                        1/1 healthy
  acme    old.test    /     308 https://shop.test  internal, 89 days left       —
`);
  expect(renderRoutes([ENDING, ENDED, MISSING, UNWELL], NOW)).toBe(`\
  TENANT  HOST          PATH  TARGET  CERTIFICATE                                      HEALTH
  acme    ending.test   /     shop    internal, 13 days left                           2/2 healthy
  acme    ended.test    /     shop    internal, ended                                  2/2 healthy
  acme    missing.test  /     shop    none: the router knows no gateway for this host  2/2 healthy
  acme    unwell.test   /     shop    internal, 89 days left                           1/2 healthy
Replicas are missing: npx appengine status shows which, npx appengine up deploys again.
Certificates are missing or end soon: the log of the tenant's certificate container says why.
`);
});

test('with nothing deployed it says what to do', () => {
  expect(renderRoutes([], NOW)).toBe('No routes are deployed. Add one with tenant.route(host, pool), then: npx appengine up\n');
});

test('for programs', () => {
  expect(routeDocument(WELL, NOW)).toEqual({
    tenant: 'acme',
    host: 'shop.test',
    path: '/',
    pools: [{ name: 'shop', weight: 1, healthy: 2, replicas: 2 }],
    certificate: { ...inDays(89), daysLeft: 89 },
  });
  expect(routeDocument(MISSING, NOW)).toMatchObject({
    certificate: { issuer: 'none', reason: 'the router knows no gateway for this host' },
  });
});

test('a host of two tenants is named with both', () => {
  expect(renderRoutes([WELL], NOW, new Map([['shop.test', ['acme', 'globex']]]))).toContain(
    'shop.test is answered by acme and globex in turn',
  );
});
