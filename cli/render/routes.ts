import { colors } from '../terminal/colors';
import { renderTable } from '../terminal/table';
import { daysLeft, isCertificateHealthy, isPoolHealthy, type PoolStatus, type RouteStatus } from '../../operations/routes/route-status';

/**
 * A row a route, and what to do where something is not healthy.
 * @param shared hosts that several tenants bear, with these tenants
 */
export function renderRoutes(
  routes: readonly RouteStatus[],
  now: Date,
  shared: ReadonlyMap<string, readonly string[]> = new Map(),
): string {
  if (routes.length === 0) return 'No routes are deployed. Add one with tenant.route(host, pool), then: npx appengine up\n';
  const rows = routes.map((route) => [route.tenant, route.host, route.path, target(route), certificate(route, now), health(route)]);
  const table = renderTable(rows, ['TENANT', 'HOST', 'PATH', 'TARGET', 'CERTIFICATE', 'HEALTH']);
  return `${[table, ...nextSteps(routes, now), ...[...shared].map(describeShared)].join('\n')}\n`;
}

function describeShared([host, tenants]: readonly [string, readonly string[]]): string {
  return `${host} is answered by ${tenants.join(' and ')} in turn: leave it to one of them, or remove the other: npx appengine up --remove-undeclared`;
}

function target({ pools, redirect }: RouteStatus): string {
  if (redirect !== undefined) return `${String(redirect.status)} ${redirect.url}`;
  const sum = pools.reduce((total, { weight }) => total + weight, 0);
  return pools.map(({ name, weight }) => (pools.length === 1 ? name : `${name} ${percent(weight / sum)}`)).join('\n');
}

function percent(share: number): string {
  return `${String(Math.round(share * 1000) / 10)}%`;
}

function certificate(route: RouteStatus, now: Date): string {
  const colour = isCertificateHealthy(route.certificate, now) ? colors.green : colors.red;
  if (!('ends' in route.certificate)) return colour(`none: ${route.certificate.reason}`);
  const days = daysLeft(route.certificate, now);
  return `${route.certificate.issuer}, ${colour(days < 0 ? 'ended' : `${String(days)} days left`)}`;
}

function health({ pools }: RouteStatus): string {
  return pools.length === 0 ? '—' : pools.map(poolHealth).join('\n');
}

function poolHealth(pool: PoolStatus): string {
  const colour = isPoolHealthy(pool) ? colors.green : colors.red;
  return colour(`${String(pool.healthy)}/${String(pool.replicas)} healthy`);
}

function nextSteps(routes: readonly RouteStatus[], now: Date): readonly string[] {
  const isUnhealthy = routes.some(({ pools }) => !pools.every(isPoolHealthy));
  const isEnding = routes.some((route) => !isCertificateHealthy(route.certificate, now));
  return [
    ...(isUnhealthy ? ['Replicas are missing: npx appengine status shows which, npx appengine up deploys again.'] : []),
    ...(isEnding ? ["Certificates are missing or end soon: the log of the tenant's certificate container says why."] : []),
  ];
}
