import type { Construct } from 'constructs';
import type { ContainerBinding, IBindable } from '../container/binding';
import type { HardenedContainerProps } from '../container/container-props';
import { HardenedContainer } from '../container/hardened-container';
import type { HealthCheck } from '../container/health-check';
import { Listener } from '../container/listener';
import { Egress } from '../egress/egress';
import { AppEngineError } from '../errors';
import type { IBackend } from '../gateway/backend';
import { Balancer } from '../gateway/balancer';
import { Balancing } from '../gateway/balancing';
import type { IRouteTarget, Share } from '../gateway/route-target';
import { Tenant } from '../tenancy/tenant';
import type { WritablePath } from '../container/writable-path';
import type { CanaryImage } from '../image/container-image';
import type { Job } from './job';
import { canaryReplicas, type PoolCanary } from './pool-canary';
import { Workload, type WorkloadKind, type WorkloadProps } from './workload';

/** An app of a tenant: the same container several times. */
export interface RuntimePoolProps extends WorkloadProps {
  /** Containers that serve at the same time, 1 to 20; 1 where they write a data volume. @default 1 */
  readonly replicas?: number;
  /** @default HTTP on 8080 */
  readonly listener?: Listener;
  /** @default checks every 2 seconds, a slow start of 10 seconds, no ejection by answers */
  readonly balancing?: Balancing;
  /** Jobs that have to succeed before a new generation starts. @default none */
  readonly after?: readonly Job[];
}

const MOST_REPLICAS = 20;

/**
 * Replicas of an app. A change starts a new generation beside the old one; only when every replica of it is healthy does the gateway switch to it,
 * and only when the gateway has let go of the old generation is that stopped. When the new one never gets healthy, the old one keeps serving.
 * Where it writes a data volume, the old generation is stopped first, and started again when the new one never gets healthy.
 */
export class RuntimePool extends Workload implements IBackend, IBindable, IRouteTarget {
  /** The port of every replica. */
  readonly listener: Listener;
  /** The containers, in the order of their numbers. */
  readonly replicas: readonly HardenedContainer[];
  /** Asked by the engine, and by the gateway as well. */
  readonly healthCheck: HealthCheck;
  /** How requests are spread over replicas. */
  readonly balancing: Balancing;
  /** Replicas of a release that is tried; undefined where none is, and for a worker. */
  readonly canary: PoolCanary | undefined;
  /**
   * Input of every replica but for its number and its port.
   * @internal
   */
  readonly template: HardenedContainerProps;
  private balancer: Balancer | undefined;

  constructor(scope: Construct, id: string, props: RuntimePoolProps) {
    super(scope, id, props);
    const { replicas: declared = 1, after = [], balancing = Balancing.of({}), egress = Egress.none(), uses = [], ...options } = props;
    this.listener = props.listener ?? Listener.http(8080);
    this.balancing = balancing;
    this.healthCheck = props.healthCheck;
    const count = Math.min(declared, this.tenant.preview?.rules.replicas ?? declared);
    if (!Number.isInteger(declared) || declared < 1 || declared > MOST_REPLICAS) {
      throw new AppEngineError(
        'ReplicasOutOfRange',
        `replicas ${String(declared)} must be a whole number from 1 to ${String(MOST_REPLICAS)}; give each more \`cpu\` and \`memory\` for more`,
        this,
      );
    }
    const given = this.allOf({ ...options, after: after.map((job) => job.dependable) }, egress, uses);
    const data = given.writable.find(({ isExclusive }) => isExclusive);
    if (count > 1 && data !== undefined) {
      throw new AppEngineError(
        'ReplicasWriteVolume',
        `replicas ${String(count)} would write data volume ${JSON.stringify(data.volume?.volumeName)} at the same time, and it has one writer; use 1, or WritablePath.sharedVolume(path, volume, reason) for programs that lock what they write`,
        this,
      );
    }
    this.template = { ...options, ...given, user: this.user, follows: after.map((job) => job.container) };
    this.replicas = Array.from({ length: count }, (_, index) => {
      const slot = index + 1;
      return new HardenedContainer(this, `Replica${String(slot)}`, {
        ...this.template,
        name: `${this.name}-${String(slot)}`,
        listener: this.listener,
        app: { name: this.name, slot },
      });
    });
    this.canary = this.canaryOf(props.image.canary, data);
    this.tenant.quota.add(this, this.containers);
  }

  /** A pool without a port is a worker. */
  get kind(): WorkloadKind {
    return this.listener.port === undefined ? 'worker' : 'service';
  }

  /** The replicas, and those of a canary. */
  get containers(): readonly HardenedContainer[] {
    return [...this.replicas, ...(this.canary?.replicas ?? [])];
  }

  /** Generation of the first replica; those of the others differ by the slot alone. */
  get generation(): string {
    return this.replicas[0]?.generation ?? '';
  }

  /** All traffic of a route that leads to it. */
  get shares(): readonly Share[] {
    return [{ pool: this, weight: 1 }];
  }

  /**
   * Gives another app of the tenant the variable `<NAME>_URL`, such as `API_URL=http://api:8080`. The name stays the same over every deploy: a balancer of
   * the pool answers for it, which sends requests to healthy replicas alone and lets go of a generation as the gateway does.
   * @throws AppEngineError RouteToWorker, UseAcrossTenants
   */
  bind(scope: Construct): ContainerBinding {
    const { callers, container, host, url } = this.balancerFor(scope);
    return {
      networks: [callers.attach()],
      environment: { [`${this.name.toUpperCase().replaceAll('-', '_')}_URL`]: url },
      directHosts: [host],
      after: [container.dependable],
    };
  }

  /** @param data a volume that only one container may write */
  private canaryOf(tried: CanaryImage | undefined, data: WritablePath | undefined): PoolCanary | undefined {
    // A worker gets its work by itself: nothing could give it a share.
    if (tried === undefined || this.listener.port === undefined) return undefined;
    const { image, release, percent } = tried;
    if (data !== undefined) {
      throw new AppEngineError(
        'CanaryWritesVolume',
        `app ${JSON.stringify(this.name)} writes data volume ${JSON.stringify(data.volume?.volumeName)}, which has one writer, and a canary of release ${String(release)} would be a second one; take it out: npx appengine release canary --stop, and deploy the release as a whole`,
        this,
      );
    }
    const replicas = Array.from({ length: canaryReplicas(this.replicas.length, percent) }, (_, index) => {
      const number = index + 1;
      return new HardenedContainer(this, `Canary${String(number)}`, {
        ...this.template,
        image,
        name: `${this.name}-canary-${String(number)}`,
        listener: this.listener,
        // Slots of replicas end before.
        app: { name: this.name, slot: MOST_REPLICAS + number, canary: release },
      });
    });
    return { release, percent, replicas };
  }

  private balancerFor(scope: Construct): Balancer {
    if (Tenant.of(scope) !== this.tenant) {
      throw new AppEngineError(
        'UseAcrossTenants',
        `app ${JSON.stringify(this.name)} belongs to tenant ${JSON.stringify(this.tenant.name)}, and tenants reach each other by their public hosts alone; call it by one of its routes, through an egress`,
        scope,
      );
    }
    return (
      this.balancer ??
      (this.balancer = new Balancer(this, 'Balancer', {
        backend: this,
        image: this.tenant.images.gateway,
        network: this.tenant.network,
        drain: this.tenant.drain,
      }))
    );
  }
}
