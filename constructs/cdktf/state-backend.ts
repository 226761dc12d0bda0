import type { Construct } from 'constructs';
import { checkedReason } from '../exemption';
import { checkedBackend, type BackendConfig } from './backend-config';
import { pathFromStack } from './output';
import { keepStatePrivate } from './private-output';
import { LocalBackend, TerraformBackend, TerraformRemoteState, type TerraformStack } from './framework';

/** Which state it is. */
export interface StateIdentity {
  /** Name of the installation. */
  readonly instance: string;
  /** Name of the stack. */
  readonly stack: string;
}

/** A bucket of Amazon S3, or of a server that speaks its protocol. Credentials: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_PROFILE and so on. */
export interface S3BackendProps {
  /** Its name. */
  readonly bucket: string;
  /** Such as `eu-central-1`; a server of your own takes any. */
  readonly region: string;
  /** Before the names of installation and stack, without slashes at its ends. @default none */
  readonly prefix?: string;
  /** URL of a server of your own. @default Amazon's */
  readonly endpoint?: string;
  /** How the bucket encrypts states at rest. @default StateEncryption.serverManaged() */
  readonly encryption?: StateEncryption;
}

/** A server that keeps a state at an URL. Credentials: TF_HTTP_USERNAME and TF_HTTP_PASSWORD. */
export interface HttpBackendProps {
  /** https, with `{instance}` and `{stack}` where their names go; plain http only to the machine itself. */
  readonly address: string;
  /** Address of the locks, with the same placeholders. @default at their addresses */
  readonly lockAddress?: string;
  /** @default LOCK */
  readonly lockMethod?: string;
  /** @default UNLOCK */
  readonly unlockMethod?: string;
}

/** A database of PostgreSQL. Credentials: PGPASSWORD, or PGPASSFILE and so on; a schema for each state is made where there is none. */
export interface PostgresBackendProps {
  /** Name or address. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  /** Its name. */
  readonly database: string;
  /** @default from PGUSER */
  readonly user?: string;
  /** @default PostgresTls.verified() */
  readonly tls?: PostgresTls;
}

/** How a bucket encrypts what is in it. */
export class StateEncryption {
  /** With keys of the server. */
  static serverManaged(): StateEncryption {
    return new StateEncryption({ encrypt: true });
  }

  /** With a key of AWS KMS. @param keyId its ARN */
  static kms(keyId: string): StateEncryption {
    return new StateEncryption({ encrypt: true, kms_key_id: keyId });
  }

  /** The server does not, or does so by itself. @param reason at least 10 characters */
  static none(reason: string): StateEncryption {
    checkedReason(reason, 'states that are not encrypted');
    return new StateEncryption({});
  }

  private constructor(
    /** Arguments of Terraform's backend. */
    readonly config: BackendConfig,
  ) {}
}

/** How a connection to PostgreSQL is protected. */
export class PostgresTls {
  /** Encrypted, and the server proves its name. */
  static verified(): PostgresTls {
    return new PostgresTls('verify-full');
  }

  /** Encrypted, to any server that answers. @param reason at least 10 characters */
  static unverified(reason: string): PostgresTls {
    checkedReason(reason, 'a database that does not prove its name');
    return new PostgresTls('require');
  }

  /** In clear. @param reason at least 10 characters, such as `on the same machine` */
  static none(reason: string): PostgresTls {
    checkedReason(reason, 'states that are sent in clear');
    return new PostgresTls('disable');
  }

  private constructor(
    /** As `sslmode` of PostgreSQL's clients has it. */
    readonly mode: string,
  ) {}
}

/**
 * Keeps the Terraform states of an installation: one for each stack. A reader of a state reads all that is in it. Credentials come from the environment of
 * `appengine` alone, and are refused here: the synthesized configuration is no secret.
 */
export class StateBackend {
  /** Files below `.appengine` in the project: for one person, on one machine. */
  static local(): StateBackend {
    return new StateBackend('local', {});
  }

  /** Objects `<prefix>/<instance>/<stack>.tfstate`, each with a lock file beside it. Terraform or OpenTofu 1.10 and newer. */
  static s3({ bucket, region, prefix, endpoint, encryption = StateEncryption.serverManaged() }: S3BackendProps): StateBackend {
    const path = [...(prefix === undefined ? [] : [prefix]), '{instance}', '{stack}.tfstate'].join('/');
    return StateBackend.of('s3', {
      bucket,
      region,
      key: path,
      use_lockfile: true,
      ...encryption.config,
      ...(endpoint === undefined ? {} : serverOfOnesOwn(endpoint)),
    });
  }

  /**
   * A server that answers at an address for each state.
   * @throws AppEngineError BackendInvalid, BackendCredential
   */
  static http({ address, lockAddress = address, lockMethod, unlockMethod }: HttpBackendProps): StateBackend {
    return StateBackend.of('http', {
      address,
      lock_address: lockAddress,
      unlock_address: lockAddress,
      ...(lockMethod === undefined ? {} : { lock_method: lockMethod }),
      ...(unlockMethod === undefined ? {} : { unlock_method: unlockMethod }),
    });
  }

  /** A schema `<instance>_<stack>` for each state, locked for as long as the connection lasts. */
  static postgres({ host, port = 5432, database, user, tls = PostgresTls.verified() }: PostgresBackendProps): StateBackend {
    const name = user === undefined ? '' : `${encodeURIComponent(user)}@`;
    return StateBackend.of('pg', {
      conn_str: `postgres://${name}${host}:${String(port)}/${encodeURIComponent(database)}?sslmode=${tls.mode}`,
      schema_name: '{instance}_{stack}',
    });
  }

  /**
   * Any other backend that Terraform has.
   * @param config its arguments as Terraform spells them; `{instance}` and `{stack}` in their texts stand for the names, and `{stack}` has to be in one of them
   * @throws AppEngineError BackendInvalid, BackendCredential
   */
  static of(type: string, config: BackendConfig): StateBackend {
    return new StateBackend(type, checkedBackend(type, config));
  }

  private constructor(
    /** As Terraform calls it. */
    readonly type: string,
    /** Its arguments, with placeholders. */
    readonly template: BackendConfig,
  ) {}

  /** True if others can use the same states. */
  get isShared(): boolean {
    return this.type !== 'local';
  }

  /** Arguments for one state. */
  configFor(identity: StateIdentity): BackendConfig {
    return fillIn(this.template, identity) as BackendConfig;
  }

  /**
   * Lets a stack keep its state here.
   * @param localFile absolute path of the state if it is a local one
   */
  attach(stack: TerraformStack, identity: StateIdentity, localFile: string): void {
    if (!this.isShared) {
      new LocalBackend(stack, { path: pathFromStack(stack, localFile) });
      keepStatePrivate(stack, localFile);
      return;
    }
    new ConfiguredBackend(stack, this.type, this.configFor(identity));
    // For states of stacks that are no longer declared.
    stack.addOverride(`//.${BACKEND_KEY}`, { type: this.type, template: this.template });
  }
}

/** In a synthesized stack's comment: its backend with the placeholders. */
export const BACKEND_KEY = 'backend';

/** Replaces `{instance}` and `{stack}` in all texts of a value. */
export function fillIn(value: unknown, identity: StateIdentity): unknown {
  if (typeof value === 'string') return value.replaceAll(/\{(instance|stack)\}/g, (_, name: keyof StateIdentity) => identity[name]);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, identity));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, identity)]));
}

/** Amazon's own services, which the backend would ask otherwise. */
function serverOfOnesOwn(endpoint: string): BackendConfig {
  return {
    endpoints: { s3: endpoint },
    use_path_style: true,
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    skip_requesting_account_id: true,
    skip_s3_checksum: true,
  };
}

class ConfiguredBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    type: string,
    private readonly config: BackendConfig,
  ) {
    super(scope, 'backend', type);
  }

  protected override synthesizeAttributes(): BackendConfig {
    return this.config;
  }

  override getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    return new ConfiguredRemoteState(scope, name, this.name, this.config);
  }
}

class ConfiguredRemoteState extends TerraformRemoteState {}
