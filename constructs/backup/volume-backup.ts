import { Construct } from 'constructs';
import type { User } from '../container/user';
import type { IVolume } from '../container/volume-reference';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import { claimAppName } from '../tenancy/app-name';
import { Tenant } from '../tenancy/tenant';
import type { Backup } from './backup';
import { BackupAttendant } from './backup-attendant';
import type { BackupCommands } from './backup-commands';
import { BackupKeeper } from './backup-keeper';

/** Options of {@link VolumeBackup}. */
export interface VolumeBackupProps {
  /** The volume, which an app of the tenant writes. */
  readonly volume: IVolume;
  /** The user of that app: declare one `User`, and give it to both. */
  readonly user: User;
  /** When, and how many stay. */
  readonly backup: Backup;
  /** Commands of the app that make its files consistent, and what is to happen afterwards. @default none: the app goes on, and files may change meanwhile */
  readonly commands?: BackupCommands;
  /** Name in `appengine backup`. @default the construct's id in kebab case */
  readonly name?: string;
}

/**
 * Backups of a volume's files, while its app goes on: a file that changes meanwhile may be of either moment, unless `commands` see to it. The platform has to offer `ServiceOffer.backup()`, whose
 * image has restic.
 */
export class VolumeBackup extends Construct {
  /** The container that makes them, and their repository; undefined in a preview, whose data goes with it. */
  readonly keeper: BackupKeeper | undefined;

  /** @throws AppEngineError BackupInvalid, ServiceNotOffered, UseAcrossTenants, QuotaExceeded */
  constructor(scope: Construct, id: string, { volume, user, backup, commands, name: given = kebabCase(id) }: VolumeBackupProps) {
    super(scope, id);
    if (backup.absence !== undefined)
      throw new AppEngineError('BackupInvalid', 'Backup.none() of a volume is no backup; leave the VolumeBackup out', this);
    const tenant = Tenant.of(this);
    if (tenant.preview !== undefined) return;
    const name = claimAppName(this, given);
    const attendant = commands === undefined ? undefined : new BackupAttendant(this, 'Commands', { name, commands, user });
    this.keeper = new BackupKeeper(this, 'Keeper', {
      name,
      type: 'files',
      backup,
      data: volume,
      user,
      image: tenant.services.find(this, 'backup').image,
      ...(commands === undefined || attendant === undefined
        ? {}
        : { files: [attendant.socket], commandTimeout: commands.timeout, after: [attendant.container.dependable] }),
    });
  }
}
