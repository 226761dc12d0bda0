import { Construct, type IConstruct } from 'constructs';
import type { BoundApp, ContainerBinding, IBindable } from '../container/binding';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import { ServiceUse, type ICredentialSource } from '../services/service-use';
import { claimAppName } from '../tenancy/app-name';
import { Tenant } from '../tenancy/tenant';
import { GeneratedSecret } from './generated-secret';
import { GivenSecret } from './given-secret';
import type { StoredSecret } from './stored-secret';
import { commandSource, environmentSource, fileSource, type SecretSource } from './secret-source';

/** Options of every secret. */
export interface SecretProps {
  /** Name of its directory in the apps that use it. @default the construct's id in kebab case */
  readonly name?: string;
}

/** Options of a secret that is made on the host. */
export interface GeneratedSecretProps extends SecretProps {
  /** Letters and digits, 16 to 1024. @default 32 */
  readonly length?: number;
}

const SECRET = Symbol.for('appengine/secret');

/**
 * A value that is in no state, plan, image, log or answer of the engine: apps find it in `/bindings/<name>/value`. It travels to a volume of the tenant by the
 * standard input of a container without a network, or is made there.
 */
export class Secret extends Construct implements IBindable, ICredentialSource {
  /** True for a secret, also one of another copy of this package. */
  static isSecret(construct: IConstruct): construct is Secret {
    return SECRET in construct;
  }

  /** Made on the host, once: letters and digits. Its volume is data, which no deploy removes; another `name` is another value. */
  static generated(scope: Construct, id: string, props: GeneratedSecretProps = {}): Secret {
    return new Secret(
      scope,
      id,
      props,
      (secret) => new GeneratedSecret(secret, 'Value', { name: secret.name, length: props.length ?? 32 }),
    );
  }

  /**
   * The content of a file of this machine, without a line end at its end.
   * @param file relative to the working directory
   * @throws AppEngineError SecretMissing, SecretInvalid
   */
  static fromFile(scope: Construct, id: string, file: string, props: SecretProps = {}): Secret {
    return Secret.given(scope, id, props, fileSource(file));
  }

  /** The value of a variable of the command that deploys. @throws AppEngineError SecretMissing, SecretInvalid */
  static fromEnvironment(scope: Construct, id: string, variable: string, props: SecretProps = {}): Secret {
    return Secret.given(scope, id, props, environmentSource(variable));
  }

  /**
   * The output of a program, such as the client of a password manager. It runs at synth and at the deploy.
   * @param command program and arguments, no shell, such as `['op', 'read', 'op://acme/stripe/key']`
   * @throws AppEngineError SecretMissing, SecretInvalid
   */
  static fromCommand(scope: Construct, id: string, command: readonly string[], props: SecretProps = {}): Secret {
    return Secret.given(scope, id, props, commandSource(command));
  }

  private static given(scope: Construct, id: string, props: SecretProps, source: SecretSource): Secret {
    return new Secret(scope, id, props, (secret) => new GivenSecret(secret, 'Value', { name: secret.name, source }));
  }

  /** Unique in its tenant. */
  readonly name: string;
  /** Files of its directory. */
  readonly entries: readonly string[] = ['type', 'value'];
  private readonly apps: string[] = [];
  private readonly tenant: Tenant;
  private readonly stored: StoredSecret;

  private constructor(scope: Construct, id: string, { name = kebabCase(id) }: SecretProps, store: (secret: Secret) => StoredSecret) {
    super(scope, id);
    Object.defineProperty(this, SECRET, { value: true });
    this.tenant = Tenant.of(this);
    this.name = claimAppName(this, name);
    this.stored = store(this);
  }

  /** Place of its value, such as `file secrets/stripe`. */
  get source(): string {
    return this.stored.source;
  }

  /** Names of the apps that use it. */
  get usedBy(): readonly string[] {
    return this.apps;
  }

  /** Name of its directory. */
  get bindingName(): string {
    return this.name;
  }

  /** For an app that finds it under another name: `/bindings/<name>`. @throws AppEngineError BindingNameInvalid */
  as(name: string): ServiceUse {
    return ServiceUse.of(this).as(name);
  }

  /** For an app that reads variables alone, such as `{ STRIPE_KEY: 'value' }`. @throws AppEngineError BindingEntryUnknown */
  withEnvironment(variables: Readonly<Record<string, string>>): ServiceUse {
    return ServiceUse.of(this).withEnvironment(variables);
  }

  /** Gives an app the value in `/bindings/<name>/value`. */
  bind(scope: Construct, app: BoundApp): ContainerBinding {
    return ServiceUse.of(this).bind(scope, app);
  }

  /** @throws AppEngineError UseAcrossTenants */
  bindAt(scope: Construct, app: BoundApp, directory: string): ContainerBinding {
    if (Tenant.of(scope) !== this.tenant) {
      throw new AppEngineError(
        'UseAcrossTenants',
        `secret ${JSON.stringify(this.name)} belongs to tenant ${JSON.stringify(this.tenant.name)}, and tenants share none; declare one for this tenant`,
        scope,
      );
    }
    this.apps.push(app.name);
    const { volume, dependables } = this.stored;
    return { files: [{ directory, volume, dependables }], after: dependables };
  }
}
