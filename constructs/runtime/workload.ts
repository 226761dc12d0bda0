import { Construct, type IConstruct } from 'constructs';
import type { ContainerBinding, IBindable } from '../container/binding';
import type { HardenedContainerOptions } from '../container/container-props';
import type { HardenedContainer } from '../container/hardened-container';
import type { User } from '../container/user';
import { Egress } from '../egress/egress';
import { AppEngineError } from '../errors';
import type { IContainerImage } from '../image/container-image';
import { kebabCase } from '../naming';
import { claimAppName } from '../tenancy/app-name';
import { Tenant } from '../tenancy/tenant';
import { userOf } from '../tenancy/user-plan';
import { mergeBindings, type MergedBinding } from './merge-bindings';
import type { PoolCanary } from './pool-canary';

/** Options of every application of a tenant. */
export interface WorkloadProps extends HardenedContainerOptions {
  /** The image of all its containers. */
  readonly image: IContainerImage;
  /** Name of the app in container names, in status and in the gateway. @default the construct's id in kebab case */
  readonly name?: string;
  /** One `User` may be that of several apps of a tenant, such as of a job and its pool. @default a uid of its own, computed from instance, tenant and name */
  readonly user?: User;
  /** Destinations beyond its tenant, besides those of `uses`. @default Egress.none() */
  readonly egress?: Egress;
  /** Services, secrets, other applications, and anything else that binds itself: each once. @default none */
  readonly uses?: readonly IBindable[];
}

/** A `service` listens on a port, a `worker` does not, a `job` runs once. */
export type WorkloadKind = 'job' | 'service' | 'worker';

const WORKLOAD = Symbol.for('appengine/workload');

/** An application of a tenant: what serves, and what runs once. */
export abstract class Workload extends Construct {
  /** True for a pool or a job, also one of another copy of this package. */
  static isWorkload(construct: IConstruct): construct is Workload {
    return WORKLOAD in construct;
  }

  /** Unique in its tenant. */
  readonly name: string;
  /** Full name of its image. */
  readonly imageName: string;
  /** `service` with a port, `worker` without one, `job` for a program that ends. */
  abstract readonly kind: WorkloadKind;
  /** All that run it, those of a canary among them. */
  abstract readonly containers: readonly HardenedContainer[];
  /** Replicas of a release that is tried; undefined where none is. */
  abstract readonly canary: PoolCanary | undefined;
  /** Hash of every argument of its first container. */
  abstract readonly generation: string;
  protected readonly tenant: Tenant;
  protected readonly user: User;

  /** @param scope any construct in a tenant's stack */
  protected constructor(scope: Construct, id: string, props: Pick<WorkloadProps, 'image' | 'name' | 'user'>) {
    super(scope, id);
    Object.defineProperty(this, WORKLOAD, { value: true });
    this.tenant = Tenant.of(this);
    this.name = claimAppName(this, props.name ?? kebabCase(id));
    this.imageName = props.image.imageName;
    this.user = userOf(this, this.name, props.user);
  }

  /**
   * Input of its containers: the tenant's network, its own declaration, and its bindings.
   * @internal
   */
  protected allOf(own: ContainerBinding, egress: Egress, uses: readonly IBindable[]): MergedBinding {
    const app = { name: this.name, user: this.user, environment: own.environment ?? {} };
    const ways = uses.filter((bindable) => bindable instanceof Egress);
    const others = uses.filter((bindable) => !(bindable instanceof Egress));
    this.checkOnce(others);
    const bindings = others.map((bindable) => bindable.bind(this, app));
    const asked = bindings.flatMap(({ destinations = [] }) => destinations.map((destination) => Egress.to(destination)));
    const way = [...ways, ...asked].reduce((one, other) => one.and(other), egress);
    return mergeBindings(this, { ...own, networks: [this.tenant.network.attach()] }, [way.bind(this, app), ...bindings]);
  }

  /** Services and other constructs look for it themselves. */
  private checkOnce(bindables: readonly IBindable[]): void {
    const twice = bindables.find((bindable, index) => !Construct.isConstruct(bindable) && bindables.indexOf(bindable) < index);
    if (twice === undefined) return;
    const name = twice.constructor.name;
    throw new AppEngineError('BindingTwice', `the same ${name} must be in \`uses\` once; drop the other one`, this);
  }
}
