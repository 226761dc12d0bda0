import type { Construct } from 'constructs';
import type { TenantNetwork } from '../network/tenant-network';
import type { Job } from '../runtime/job';
import type { RuntimePool } from '../runtime/runtime-pool';

/** Where apps live: a tenant's stack. */
export interface TenantScope extends Construct {
  readonly network: TenantNetwork;
  /** Counts a pool or a job towards the tenant's quota and its list of apps. @throws AppEngineError QuotaExceeded */
  admit(app: RuntimePool | Job): void;
}
