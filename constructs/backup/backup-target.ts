import type { Construct } from 'constructs';
import { isAuthority } from '../certificates/is-authority';
import type { BoundApp, ContainerBinding } from '../container/binding';
import { ConfigFiles } from '../container/config-files';
import { Egress } from '../egress/egress';
import { AppEngineError } from '../errors';
import { HardenedSetting } from '../hardened-setting';

/** A value that a container finds as a file `value`, such as a `Secret`. */
export interface ITargetCredential {
  /** Files that it has. */
  readonly entries: readonly string[];
  /** Gives a container its files. @param directory absolute, in the container */
  bindAt(scope: Construct, app: BoundApp, directory: string): ContainerBinding;
}

/** Options of {@link BackupTarget.s3}. */
export interface S3TargetProps {
  /** Such as `https://s3.eu-central-1.amazonaws.com`, without a path. The only host that the container with the backups reaches. */
  readonly endpoint: string;
  /** 3 to 63 of a-z, 0-9, `.` and `-`. It is made where it is missing and the credentials may do so. */
  readonly bucket: string;
  /** @default what the endpoint says of it */
  readonly region?: string;
  /** Directory of the bucket, below which each service and volume has its own: letters, digits, `.`, `_`, `-` and `/`. @default none */
  readonly prefix?: string;
  /** Two secrets of the same tenant: they have to be allowed to list the bucket, and to read, write and delete what is in it. */
  readonly credentials: {
    /** Id of the key. */
    readonly accessKey: ITargetCredential;
    /** The key itself. */
    readonly secretKey: ITargetCredential;
  };
  /** Certificate in PEM of the authority that the endpoint is trusted by, for a store of one's own. @default the public ones */
  readonly authority?: string;
}

/** Options of {@link BackupTarget.sftp}. */
export interface SftpTargetProps {
  /** Name or IPv4 address, such as `backup.example.com`. The only host that the container with the backups reaches. */
  readonly host: string;
  /** 1 to 65535. @default 22 */
  readonly port?: number;
  /** User of that host, who can write the directory: better one for this alone. */
  readonly user: string;
  /** Absolute path on that host, below which each service and volume has a directory of its own: letters, digits, `.`, `_`, `-` and `/`. */
  readonly directory: string;
  /**
   * Public keys of that host, such as `ssh-ed25519 AAAA…`: what its files `/etc/ssh/ssh_host_*_key.pub` have. A host with another key is given nothing.
   */
  readonly hostKeys: readonly string[];
  /** Private key in the form of OpenSSH or PEM, without a passphrase: a secret of the same tenant. Its public half is in `authorized_keys` of the user. */
  readonly privateKey: ITargetCredential;
}

/** Directory of its files in the container with the backups. */
const DIRECTORY = '/target';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const REGION = /^[a-z0-9-]{1,63}$/;
const HOST = /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;
const USER = /^[a-z_][a-z0-9_.-]{0,31}$/;
const HOST_KEY = /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,1400}={0,3}( .*)?$/;
const PART = /^[A-Za-z0-9._-]{1,255}$/;

/** Place that has the backups beside the volume of their engine. */
export abstract class BackupTarget extends HardenedSetting {
  /** Nowhere else. They do not survive the loss of the disk. */
  static volume(): BackupTarget {
    return new VolumeTarget(undefined);
  }

  /**
   * A store that speaks the protocol of S3, in which a copy of all backups is after each run, encrypted by the key of the tenant.
   * @throws AppEngineError BackupTargetInvalid, DestinationInvalid
   */
  static s3(props: S3TargetProps): S3Target {
    return S3Target.of(props);
  }

  /**
   * A directory of another host, by SFTP, in which a copy of all backups is after each run, encrypted by the key of the tenant.
   * @throws AppEngineError BackupTargetInvalid, DestinationInvalid
   */
  static sftp(props: SftpTargetProps): SftpTarget {
    return SftpTarget.of(props);
  }

  /** Binding of the container with the backups; undefined where there is no other place. @param owner full name of the data */
  abstract connect(scope: Construct, app: BoundApp, owner: string): ContainerBinding | undefined;

  /** Place of the copies of some data, without credentials; undefined where there is none. @param owner full name of the data */
  abstract placeOf(owner: string): string | undefined;
}

class VolumeTarget extends BackupTarget {
  constructor(reason: string | undefined) {
    super('backup-target-tls', reason);
  }

  connect(): undefined {
    return undefined;
  }

  placeOf(): undefined {
    return undefined;
  }
}

/** A store on another host. */
export class S3Target extends BackupTarget {
  /** @internal */
  static of(props: S3TargetProps): S3Target {
    const url = endpointOf(props.endpoint);
    const { bucket, region, prefix, credentials, authority } = props;
    if (!BUCKET.test(bucket))
      throw invalid('bucket', bucket, '3 to 63 of a-z, 0-9, "." and "-", a letter or digit first and last', 'shop-backups');
    if (region !== undefined && !REGION.test(region)) throw invalid('region', region, '1 to 63 of a-z, 0-9 and "-"', 'eu-central-1');
    if (prefix !== undefined && !prefix.split('/').every((part) => PART.test(part) && !/^\.+$/.test(part)))
      throw invalid('prefix', prefix, 'parts of letters, digits, ".", "_" and "-", with "/" between them alone', 'backups/shop');
    const [name] = Object.entries(credentials).find(([, { entries }]) => !entries.includes('value')) ?? [];
    if (name !== undefined) throw new AppEngineError('BackupTargetInvalid', `${name} of a backup target must be a Secret; declare one`);
    if (authority !== undefined && !isAuthority(authority)) {
      throw new AppEngineError(
        'BackupTargetInvalid',
        `authority of ${url.origin} must be the certificate of an authority in PEM, without a private key; leave it out for a public store`,
      );
    }
    return new S3Target(props, url, Egress.to(hostAndPort(url)), undefined);
  }

  private constructor(
    private readonly props: S3TargetProps,
    private readonly url: URL,
    private readonly egress: Egress,
    reason: string | undefined,
  ) {
    super('backup-target-tls', reason);
  }

  /**
   * The endpoint is reached by http: machines on the way see the names and sizes of what is sent, and can drop it, but not read it.
   * @param reason at least 10 characters, such as `the store is in the same rack and has no certificate`
   * @throws AppEngineError ReasonTooShort
   */
  withoutTls(reason: string): S3Target {
    return new S3Target(this.props, this.url, this.egress, reason);
  }

  /**
   * The endpoint may be in a private network, such as of the host's neighbours; never the host itself.
   * @param reason at least 10 characters: the owner of such a name in DNS chooses which private address it is
   * @throws AppEngineError ReasonTooShort
   */
  includingPrivate(reason: string): S3Target {
    return new S3Target(this.props, this.url, Egress.to(hostAndPort(this.url)).includingPrivate(reason), this.exemption?.reason);
  }

  placeOf(owner: string): string {
    const { bucket, prefix } = this.props;
    return `s3:${[this.url.origin, bucket, ...(prefix === undefined ? [] : [prefix]), owner].join('/')}`;
  }

  /** @throws AppEngineError BackupTargetWithoutTls, UseAcrossTenants */
  connect(scope: Construct, app: BoundApp, owner: string): ContainerBinding {
    if (this.url.protocol === 'http:' && this.exemption === undefined) {
      throw new AppEngineError(
        'BackupTargetWithoutTls',
        `the endpoint ${this.url.origin} of a backup target is not reached by https; give it a certificate, or say why it has none: .withoutTls('…')`,
        scope,
      );
    }
    const { credentials, region, authority } = this.props;
    const way = this.egress.bind(scope, app);
    const keys = [
      credentials.accessKey.bindAt(scope, app, `${DIRECTORY}/access-key`),
      credentials.secretKey.bindAt(scope, app, `${DIRECTORY}/secret-key`),
    ];
    const trusted =
      authority === undefined
        ? []
        : [
            new ConfigFiles(scope, 'TargetAuthority', {
              name: `${app.name}-authority`,
              files: { 'authority.pem': authority },
              directory: `${DIRECTORY}/authority`,
            }),
          ];
    return {
      ...way,
      environment: {
        ...way.environment,
        BACKUP_TARGET: this.placeOf(owner),
        ...(region === undefined ? {} : { BACKUP_TARGET_REGION: region }),
      },
      files: [...keys.flatMap(({ files = [] }) => files), ...trusted],
      after: [...(way.after ?? []), ...keys.flatMap(({ after = [] }) => after)],
    };
  }
}

/** A directory on another host. */
export class SftpTarget extends BackupTarget {
  /** @internal */
  static of(props: SftpTargetProps): SftpTarget {
    const { host, port = 22, user, directory, hostKeys, privateKey } = props;
    if (!HOST.test(host)) throw invalid('host', host, 'a name or an IPv4 address, without port and user', 'backup.example.com');
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('port', port, 'a whole number from 1 to 65535', '22');
    if (!USER.test(user)) throw invalid('user', user, '1 to 32 of a-z, 0-9, "_", "." and "-", a letter or "_" first', 'backups');
    const [root, ...parts] = directory.split('/');
    if (root !== '' || !parts.every((part) => PART.test(part) && !/^\.+$/.test(part)))
      throw invalid(
        'directory',
        directory,
        'an absolute path of letters, digits, ".", "_" and "-", with "/" between them alone',
        '/srv/backups',
      );
    const wrong = hostKeys.find((key) => !HOST_KEY.test(key));
    if (wrong !== undefined || hostKeys.length === 0)
      throw invalid(
        'hostKeys',
        wrong ?? '',
        'lines such as those of /etc/ssh/ssh_host_ed25519_key.pub, at least one',
        '"ssh-ed25519 AAAA…"',
      );
    if (!privateKey.entries.includes('value'))
      throw new AppEngineError('BackupTargetInvalid', 'privateKey of a backup target must be a Secret; declare one');
    return new SftpTarget(props, Egress.to(`${host}:${String(port)}`));
  }

  private constructor(
    private readonly props: SftpTargetProps,
    private readonly egress: Egress,
  ) {
    super('backup-target-tls', undefined);
  }

  /**
   * The host may be in a private network, such as a neighbour of this one; never this host itself.
   * @param reason at least 10 characters: the owner of such a name in DNS chooses which private address it is
   * @throws AppEngineError ReasonTooShort
   */
  includingPrivate(reason: string): SftpTarget {
    const { host, port = 22 } = this.props;
    return new SftpTarget(this.props, Egress.to(`${host}:${String(port)}`).includingPrivate(reason));
  }

  placeOf(owner: string): string {
    const { host, port = 22, user, directory } = this.props;
    // The first slash ends the host: the path has one of its own.
    return `sftp://${user}@${host}:${String(port)}/${directory}/${owner}`;
  }

  /** @throws AppEngineError UseAcrossTenants */
  connect(scope: Construct, app: BoundApp, owner: string): ContainerBinding {
    const way = this.egress.bind(scope, app);
    const key = this.props.privateKey.bindAt(scope, app, `${DIRECTORY}/private-key`);
    const known = new ConfigFiles(scope, 'TargetHostKeys', {
      name: `${app.name}-host-keys`,
      files: { 'host-keys': `${this.props.hostKeys.join('\n')}\n` },
      directory: `${DIRECTORY}/host-keys`,
    });
    return {
      ...way,
      environment: { ...way.environment, BACKUP_TARGET: this.placeOf(owner) },
      files: [...(key.files ?? []), known],
      after: [...(way.after ?? []), ...(key.after ?? [])],
    };
  }
}

function endpointOf(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol) || url.href !== `${url.origin}/`)
    // A password in it is for no message.
    throw invalid(
      'endpoint',
      url?.origin.startsWith('http') === true ? url.origin : endpoint,
      'a URL of https without user, path and query',
      'https://s3.example.com',
    );
  return url;
}

function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
}

function invalid(name: string, value: number | string, range: string, example: string): AppEngineError {
  return new AppEngineError(
    'BackupTargetInvalid',
    `${name} ${JSON.stringify(value)} of a backup target must be ${range}; use one such as ${example}`,
  );
}
