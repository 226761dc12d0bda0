import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { DockerHost } from '../host/docker-host';
import type { Instance } from '../host/instance';
import type { ResourceLabels, Role } from './labels';

const CONTEXT = 'appengine:owner';
/** The stack of the platform's own resources. */
const PLATFORM = 'platform';

/** Owner of all resources below a scope: it decides their names, labels and host. */
export class Owner {
  /** Everything below `scope` belongs to `owner`. Call it before adding children. */
  static attach(scope: IConstruct, owner: Owner): void {
    scope.node.setContext(CONTEXT, owner);
  }

  /** Undefined where nothing has an owner: in a stack that is not of this library. */
  static find(scope: IConstruct): Owner | undefined {
    const owner: unknown = scope.node.tryGetContext(CONTEXT);
    return owner instanceof Owner ? owner : undefined;
  }

  /** The owner of the nearest scope that has one. @throws AppEngineError OwnerMissing */
  static of(scope: IConstruct): Owner {
    const owner = Owner.find(scope);
    if (owner !== undefined) return owner;
    throw new AppEngineError(
      'OwnerMissing',
      'the construct is in no HardenedStack, PlatformStack or TenantStack; move it into one, or call Owner.attach(stack, owner) first',
      scope,
    );
  }

  /** First part of every name: the instance, then the tenant. */
  readonly prefix: string;

  /**
   * @param tenant undefined for the platform's own resources
   * @param stack in whose state they are. @default the owner's own
   */
  constructor(
    /** The installation. */
    readonly instance: Instance,
    /** The engine. */
    readonly host: DockerHost,
    readonly tenant: string | undefined,
    private readonly stack = tenant ?? PLATFORM,
  ) {
    this.prefix = tenant === undefined ? instance.name : `${instance.name}-${tenant}`;
  }

  /** For what is the platform's in the stack of this owner: no tenant may touch it, and it goes with the stack. */
  asPlatform(): Owner {
    return new Owner(this.instance, this.host, undefined, this.stack);
  }

  /** Labels of a resource. @param role what it is for. @param more what only it has */
  labels(role: Role, more: Omit<ResourceLabels, 'instance' | 'role' | 'stack' | 'tenant'> = {}): ResourceLabels {
    const { instance, stack, tenant } = this;
    return { instance: instance.name, stack, role, ...(tenant === undefined ? {} : { tenant }), ...more };
  }
}
