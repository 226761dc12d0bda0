import { Construct, type IConstruct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Memory } from '../container/limits';
import { Listener } from '../container/listener';
import type { MountedFiles } from '../container/mounted-files';
import type { User } from '../container/user';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import type { IVolume } from '../container/volume-reference';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { Owner } from '../owner/owner';
import { Tenant } from '../tenancy/tenant';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import type { Backup, BackupSchedule } from './backup';
import { RepositoryKey } from './repository-key';

/** Options of {@link BackupKeeper}. */
export interface BackupKeeperProps {
  /** Of the service or the volume, unique in its tenant. */
  readonly name: string;
  /** As the agent knows the data: `postgres`, `mariadb`, `valkey` or `files`. */
  readonly type: string;
  /** When, how many stay, and how they are tried. */
  readonly backup: Backup;
  /** The data, which it reads. */
  readonly data: IVolume;
  /** User that writes the data. */
  readonly user: User;
  /** It has the programs. */
  readonly image: IContainerImage;
  /** Files that it reads besides, such as the server's socket. @default none */
  readonly files?: readonly MountedFiles[];
  /** Paths that it writes besides, such as the server's log. @default none */
  readonly writable?: readonly WritablePath[];
  /** A drill runs a server of its own in it. @default 256 MiB */
  readonly memory?: Memory;
  /** Longest run of a command of an app before and after each backup, by the container that has its socket. @default there are none */
  readonly commandTimeout?: Duration;
  /** Has to exist before it starts. @default none */
  readonly after?: readonly ITerraformDependable[];
}

const KEEPER = Symbol.for('appengine/backup-keeper');

/**
 * Makes the backups of one service or volume, and tries them, in a container without a network, or with a way to its target alone. It reads the data, and writes a
 * repository of its own, which no deploy removes; the server has neither that nor its key.
 */
export class BackupKeeper extends Construct {
  /** True for one, also of another copy of this package. */
  static isBackupKeeper(construct: IConstruct): construct is BackupKeeper {
    return KEEPER in construct;
  }

  /** Of the service or the volume. */
  readonly name: string;
  /** As the agent knows the data: `postgres`, `mariadb`, `valkey` or `files`. */
  readonly type: string;
  /** Its times, in the form that the agent gets. */
  readonly schedule: BackupSchedule;
  /** The container that makes them. */
  readonly container: HardenedContainer;
  /** The backups. */
  readonly repository: Volume;
  /** The data. */
  readonly data: IVolume;
  /** Place that copies go to, without credentials; undefined where there is none. */
  readonly target: string | undefined;

  constructor(scope: Construct, id: string, props: BackupKeeperProps) {
    super(scope, id);
    Object.defineProperty(this, KEEPER, { value: true });
    const {
      name,
      type,
      backup,
      data,
      user,
      image,
      files = [],
      writable = [],
      memory = Memory.mebibytes(256),
      commandTimeout,
      after = [],
    } = props;
    const key = RepositoryKey.of(this);
    this.name = name;
    this.type = type;
    this.data = data;
    const owner = `${Owner.of(this).prefix}-${name}`;
    this.schedule = backup.schedule(owner);
    this.target = backup.target.placeOf(owner);
    const app = { name: `${name}-backup`, user, environment: {} };
    const given = backup.target.connect(this, app, owner) ?? {};
    this.repository = new Volume(this, 'Repository', { name: `${name}-backups` });
    const scratch = new Volume(this, 'Scratch', { name: `${name}-drill`, content: VolumeContent.generated() });
    const { periodSeconds, offsetSeconds, keep, drillSeconds, check } = this.schedule;
    this.container = new HardenedContainer(this, 'Container', {
      name: app.name,
      role: 'backup',
      app: { name, slot: 1 },
      image,
      user,
      entrypoint: ['agent', 'backup'],
      command: ['keep'],
      environment: {
        BACKUP_TYPE: type,
        BACKUP_NAME: name,
        BACKUP_PERIOD_SECONDS: String(periodSeconds),
        BACKUP_OFFSET_SECONDS: String(offsetSeconds),
        BACKUP_KEEP: String(keep),
        BACKUP_DRILL_SECONDS: String(drillSeconds),
        ...(check === undefined ? {} : { BACKUP_CHECK: check }),
        ...(commandTimeout === undefined ? {} : { BACKUP_COMMANDS_SECONDS: String(commandTimeout.seconds) }),
        ...given.environment,
      },
      ...(given.networks === undefined ? {} : { networks: given.networks }),
      ...(given.nameServers === undefined ? {} : { nameServers: given.nameServers }),
      settings: [backup.target],
      listener: Listener.none(),
      healthCheck: HealthCheck.command(['agent', 'backup', 'health'], { startWithin: Duration.minutes(1) }),
      memory,
      // What a tool has begun is taken back.
      stopGrace: Duration.minutes(1),
      files: [{ directory: '/data', volume: data, dependables: data.dependables }, key, ...files, ...(given.files ?? [])],
      writable: [
        WritablePath.tmpfs('/tmp', Size.mebibytes(32)),
        WritablePath.volume('/repository', this.repository),
        WritablePath.volume('/scratch', scratch),
        ...writable,
      ],
      after: [...key.dependables, ...after, ...(given.after ?? [])],
    });
    Tenant.of(this).quota.add(this, [this.container]);
  }
}
