import type { HardenedContainer } from '../container/hardened-container';
import type { BackendCanary } from '../gateway/backend';

/** Replicas of a release that is tried, beside those of the current one. */
export interface PoolCanary extends BackendCanary {
  /** Number of the release. */
  readonly release: number;
  readonly replicas: readonly HardenedContainer[];
}

/** As many as their share of the requests is of a pool's, rounded up: each gets about as much as a replica of the current release. */
export function canaryReplicas(replicas: number, percent: number): number {
  return Math.ceil((replicas * percent) / 100);
}
