import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import type { DockerHost } from '../host/docker-host';
import type { Instance } from '../host/instance';
import type { ResourceLabels, Role } from '../labels';

const CONTEXT = 'appengine:owner';

/** Whose resources the constructs below a scope are: it decides their names, labels and host. */
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

  static of(scope: IConstruct): Owner {
    const owner = Owner.find(scope);
    if (owner !== undefined) return owner;
    throw new AppEngineError(
      'OwnerMissing',
      'the construct is in no PlatformStack or TenantStack; move it into one, or call Owner.attach(stack, owner) first',
      scope,
    );
  }

  /** First part of every name: the instance, then the tenant. */
  readonly prefix: string;

  /** @param tenant undefined for the platform's own resources */
  constructor(
    readonly instance: Instance,
    readonly host: DockerHost,
    readonly tenant: string | undefined,
  ) {
    this.prefix = tenant === undefined ? instance.name : `${instance.name}-${tenant}`;
  }

  labels(role: Role, more: Omit<ResourceLabels, 'instance' | 'role' | 'tenant'> = {}): ResourceLabels {
    return { instance: this.instance.name, role, ...(this.tenant === undefined ? {} : { tenant: this.tenant }), ...more };
  }
}
