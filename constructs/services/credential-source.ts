import { Construct } from 'constructs';
import type { BoundApp, ContainerBinding, IBindable } from '../container/binding';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import { claimAppName } from '../tenancy/app-name';
import { Tenant } from '../tenancy/tenant';
import { ServiceUse, type ICredentialSource } from './service-use';

/** A service or a secret of a tenant: apps of that tenant find its files below `/bindings`. */
export abstract class CredentialSource extends Construct implements IBindable, ICredentialSource {
  /** Unique in its tenant. */
  readonly name: string;
  /** Files of its directory. */
  abstract readonly entries: readonly string[];
  protected readonly tenant: Tenant;
  private readonly apps: string[] = [];

  /** @param kind as messages name it */
  protected constructor(
    scope: Construct,
    id: string,
    private readonly kind: string,
    name = kebabCase(id),
  ) {
    super(scope, id);
    this.tenant = Tenant.of(this);
    this.name = claimAppName(this, name);
  }

  /** Names of the apps that use it. */
  get usedBy(): readonly string[] {
    return this.apps;
  }

  /** Name of its directory where an app asks for no other one. */
  get bindingName(): string {
    return this.name;
  }

  /** For an app that finds it under another name: `/bindings/<name>`. @throws AppEngineError BindingNameInvalid */
  as(name: string): ServiceUse {
    return ServiceUse.of(this).as(name);
  }

  /** For an app that reads variables alone, such as `{ DATABASE_URL: 'uri' }`. @throws AppEngineError BindingEntryUnknown */
  withEnvironment(variables: Readonly<Record<string, string>>): ServiceUse {
    return ServiceUse.of(this).withEnvironment(variables);
  }

  /** Gives an app its files in `/bindings/<name>`. @throws AppEngineError UseAcrossTenants */
  bind(scope: Construct, app: BoundApp): ContainerBinding {
    return ServiceUse.of(this).bind(scope, app);
  }

  /** Gives an app its files. @param directory absolute, in the app. @throws AppEngineError UseAcrossTenants */
  bindAt(scope: Construct, app: BoundApp, directory: string): ContainerBinding {
    if (Tenant.of(scope) !== this.tenant) {
      throw new AppEngineError(
        'UseAcrossTenants',
        `${this.kind} ${JSON.stringify(this.name)} belongs to tenant ${JSON.stringify(this.tenant.name)}, and tenants share none; declare one for this tenant`,
        scope,
      );
    }
    const binding = this.give(scope, app, directory);
    this.apps.push(app.name);
    return binding;
  }

  /** Makes what an app of the tenant is given. */
  protected abstract give(scope: Construct, app: BoundApp, directory: string): ContainerBinding;

  /** Refuses an app that uses it already. @throws AppEngineError ServiceUsedTwice */
  protected checkUsedOnce(scope: Construct, app: BoundApp): void {
    if (!this.usedBy.includes(app.name)) return;
    throw new AppEngineError(
      'ServiceUsedTwice',
      `app ${JSON.stringify(app.name)} must use service ${JSON.stringify(this.name)} once; drop one of the two from \`uses\``,
      scope,
    );
  }
}
