import type { Construct } from 'constructs';
import type { IContainerImage } from '../image/container-image';
import type { TenantNetwork } from '../network/tenant-network';
import type { Job } from '../runtime/job';
import type { RuntimePool } from '../runtime/runtime-pool';

/** Where apps live: a tenant's stack. */
export interface TenantScope extends Construct {
  readonly network: TenantNetwork;
  /** The platform's egress image. */
  readonly egressImage: IContainerImage;
  /** Counts a pool or a job towards the tenant's quota and its list of apps. @throws AppEngineError QuotaExceeded */
  admit(app: RuntimePool | Job): void;
}
