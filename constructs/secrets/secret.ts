import type { Construct, IConstruct } from 'constructs';
import type { BoundApp, ContainerBinding } from '../container/binding';
import { AppEngineError } from '../errors';
import { CredentialSource } from '../services/credential-source';
import { GeneratedSecret } from './generated-secret';
import { GivenSecret } from './given-secret';
import type { StoredSecret } from './stored-secret';
import { commandSource, environmentSource, fileSource, sopsSource, type SecretSource } from './secret-source';

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

/** Letters and digits. */
const STAND_IN_LENGTH = 32;
const SECRET = Symbol.for('appengine/secret');

/**
 * A value that is in no state, plan, image, log or answer of the engine: apps find it in `/bindings/<name>/value`. It travels to a volume of the tenant by the
 * standard input of a container without a network, or is made there.
 */
export class Secret extends CredentialSource {
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

  /**
   * A value of a file that sops has encrypted, which may be in version control. `sops` has to be on PATH, with a key that opens the file. It runs at synth and at the
   * deploy.
   * @param file relative to the working directory, such as `secrets/production.yaml`
   * @param key names that lead to the value in the file, such as `['stripe', 'key']`
   * @throws AppEngineError SecretKeyMissing, SecretMissing, SecretInvalid
   */
  static fromSops(scope: Construct, id: string, file: string, key: readonly string[], props: SecretProps = {}): Secret {
    if (key.length === 0) {
      throw new AppEngineError(
        'SecretKeyMissing',
        `key [] of ${JSON.stringify(file)} must name a value in the file; give the names that lead to it, such as ['stripe', 'key']`,
        scope,
      );
    }
    return Secret.given(scope, id, props, sopsSource(file, key));
  }

  private static given(scope: Construct, id: string, props: SecretProps, source: SecretSource): Secret {
    return new Secret(scope, id, props, (secret) => {
      const { name, tenant } = secret;
      const { preview } = tenant;
      if (preview === undefined || preview.rules.secrets.includes(name)) return new GivenSecret(secret, 'Value', { name, source });
      // Not even read: who deploys a preview need not have it.
      return new GeneratedSecret(secret, 'Value', { name, length: STAND_IN_LENGTH, source: `stand-in for ${source.description}` });
    });
  }

  /** Files of its directory. */
  readonly entries: readonly string[] = ['type', 'value'];
  private readonly stored: StoredSecret;

  private constructor(scope: Construct, id: string, { name }: SecretProps, store: (secret: Secret) => StoredSecret) {
    super(scope, id, 'secret', name);
    Object.defineProperty(this, SECRET, { value: true });
    this.stored = store(this);
  }

  /** Place of its value, such as `file secrets/stripe`. */
  get source(): string {
    return this.stored.source;
  }

  /** Fingerprint of a given value; undefined for a generated one, which has one value for ever. */
  get version(): string | undefined {
    return this.stored.version;
  }

  protected give(_scope: Construct, _app: BoundApp, directory: string): ContainerBinding {
    const { volume, dependables } = this.stored;
    return { files: [{ directory, volume, dependables }], after: dependables };
  }
}
