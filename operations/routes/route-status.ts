import type { RouteDescription } from '../../constructs/gateway/route-table';
import type { Redirection } from '../../constructs/gateway/route-target';
import type { AppStatus } from '../status/app-status';
import type { HostCertificate, NoCertificate } from './certificate';

/** A certificate that ends earlier is not healthy: it should have been renewed. */
const SOON_DAYS = 14;
const DAY_MS = 86_400_000;

/** A pool that a route leads to. */
export interface PoolStatus {
  readonly name: string;
  readonly weight: number;
  readonly healthy: number;
  readonly replicas: number;
}

/** A route: where it leads, and how that is. */
export interface RouteStatus {
  readonly tenant: string;
  readonly host: string;
  readonly path: string;
  /** Empty for a redirect. */
  readonly pools: readonly PoolStatus[];
  readonly redirect?: Redirection;
  readonly certificate: HostCertificate | NoCertificate;
}

/** A route: as it was deployed, as the engine has it, and as a client sees it. */
export function routeStatus(
  tenant: string,
  { host, path, pools, redirect }: RouteDescription,
  apps: readonly AppStatus[],
  certificate: HostCertificate | NoCertificate,
): RouteStatus {
  return {
    tenant,
    host,
    path,
    pools: pools.map(({ name, weight }) => {
      const app = apps.find((candidate) => candidate.name === name);
      return { name, weight, healthy: app?.healthy ?? 0, replicas: app?.replicas ?? 0 };
    }),
    ...(redirect === undefined ? {} : { redirect }),
    certificate,
  };
}

/** Whole days until the certificate ends; negative once it has. */
export function daysLeft({ ends }: HostCertificate, now: Date): number {
  return Math.floor((ends.getTime() - now.getTime()) / DAY_MS);
}

export function isPoolHealthy({ healthy, replicas }: PoolStatus): boolean {
  return replicas > 0 && healthy >= replicas;
}

export function isCertificateHealthy(certificate: HostCertificate | NoCertificate, now: Date): boolean {
  return 'ends' in certificate && daysLeft(certificate, now) >= SOON_DAYS;
}

export function isRouteHealthy({ pools, certificate }: RouteStatus, now: Date): boolean {
  return pools.every(isPoolHealthy) && isCertificateHealthy(certificate, now);
}

/** A route in JSON, as `appengine routes --json` prints it. */
export function routeDocument({ tenant, host, path, pools, redirect, certificate }: RouteStatus, now: Date): object {
  return {
    tenant,
    host,
    path,
    ...(redirect === undefined ? { pools } : { redirect }),
    certificate: 'ends' in certificate ? { ...certificate, daysLeft: daysLeft(certificate, now) } : { issuer: 'none', ...certificate },
  };
}
