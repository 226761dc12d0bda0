import { Construct } from 'constructs';
import { HardenedContainer, type HardenedContainerOptions } from '../container/hardened-container';
import { Listener } from '../container/listener';
import type { User } from '../container/user';
import { Egress } from '../egress/egress';
import { AppEngineError } from '../errors';
import type { IContainerImage } from '../image/container-image';
import { kebabCase } from '../naming';
import { Balancing } from '../router/balancing';
import type { IRouteTarget, Share } from '../router/route-target';
import { claimAppName } from '../tenancy/app-name';
import { userOf } from '../tenancy/user-plan';
import type { TenantScope } from '../tenancy/tenant-scope';
import type { Job } from './job';

/** An app of a tenant: the same container several times. */
export interface RuntimePoolProps extends HardenedContainerOptions {
  readonly image: IContainerImage;
  /** Name of the app in container names, in status and in the gateway. @default the construct's id in kebab case */
  readonly name?: string;
  /** Containers that serve at the same time, 1 to 20; 1 where they write a data volume. @default 1 */
  readonly replicas?: number;
  /** @default HTTP on 8080 */
  readonly listener?: Listener;
  /** One `User` may be that of several apps of a tenant. @default a uid of its own, computed from instance, tenant and name */
  readonly user?: User;
  /** @default checks every 2 seconds, a slow start of 10 seconds, no ejection by answers */
  readonly balancing?: Balancing;
  /** Jobs that have to succeed before a new generation starts. @default none */
  readonly after?: readonly Job[];
  /** What it reaches beyond its tenant and its services. @default none: no way out */
  readonly egress?: Egress;
}

const MOST_REPLICAS = 20;

/**
 * Replicas of an app. A change starts a new generation beside the old one; only when every replica of it is healthy does the gateway switch to it,
 * and only when the gateway has let go of the old generation is that stopped. When the new one never gets healthy, the old one keeps serving.
 * Where it writes a data volume, the old generation is stopped first, and started again when the new one never gets healthy.
 */
export class RuntimePool extends Construct implements IRouteTarget {
  readonly name: string;
  readonly listener: Listener;
  readonly replicas: readonly HardenedContainer[];
  /** Path that the gateway asks as well, for apps with an HTTP health check. */
  readonly healthPath: string | undefined;
  readonly balancing: Balancing;
  readonly imageName: string;

  constructor(scope: TenantScope, id: string, props: RuntimePoolProps) {
    super(scope, id);
    const { replicas: count = 1, name = kebabCase(id), after = [], balancing = Balancing.of({}), ...rest } = props;
    const { egress = Egress.none(), environment = {}, ...options } = rest;
    this.name = claimAppName(this, name);
    this.listener = props.listener ?? Listener.http(8080);
    this.balancing = balancing;
    this.healthPath = props.healthCheck.path;
    this.imageName = props.image.imageName;
    if (!Number.isInteger(count) || count < 1 || count > MOST_REPLICAS) {
      throw new AppEngineError(
        'ReplicasOutOfRange',
        `replicas ${String(count)} must be a whole number from 1 to ${String(MOST_REPLICAS)}`,
        this,
      );
    }
    const data = (props.writable ?? []).find(({ isExclusive }) => isExclusive);
    if (count > 1 && data !== undefined) {
      throw new AppEngineError(
        'ReplicasWriteVolume',
        `replicas ${String(count)} would write data volume ${JSON.stringify(data.volume?.volumeName)} at the same time, and it has one writer; use 1, or WritablePath.sharedVolume(path, volume, reason) for programs that lock what they write`,
        this,
      );
    }
    const user = userOf(this, this.name, props.user);
    const wayOut = egress.open(this, { app: this.name, image: scope.egressImage, environment });
    this.replicas = Array.from({ length: count }, (_, index) => {
      const slot = index + 1;
      return new HardenedContainer(this, `Replica${String(slot)}`, {
        ...options,
        name: `${this.name}-${String(slot)}`,
        user,
        listener: this.listener,
        ...wayOut,
        networks: [scope.network.attach(), ...wayOut.networks],
        app: { name: this.name, slot },
        after: [...after.map((job) => job.dependable), ...wayOut.after],
        follows: after.map((job) => job.container),
      });
    });
    scope.admit(this);
  }

  /** All traffic of a route that leads to it. */
  get shares(): readonly Share[] {
    return [{ pool: this, weight: 1 }];
  }

  /** Generation of the first replica; those of the others differ by the slot alone. */
  get generation(): string {
    return this.replicas[0]?.generation ?? '';
  }
}
