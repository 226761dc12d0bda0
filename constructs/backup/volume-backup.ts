import { Construct } from 'constructs';
import type { User } from '../container/user';
import type { IVolume } from '../container/volume-reference';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import { claimAppName } from '../tenancy/app-name';
import { Tenant } from '../tenancy/tenant';
import type { Backup } from './backup';
import { BackupKeeper } from './backup-keeper';

/** Options of {@link VolumeBackup}. */
export interface VolumeBackupProps {
  /** The volume, which an app of the tenant writes. */
  readonly volume: IVolume;
  /** The user of that app: declare one `User`, and give it to both. */
  readonly user: User;
  /** When, and how many stay. */
  readonly backup: Backup;
  /** Name in `appengine backup`. @default the construct's id in kebab case */
  readonly name?: string;
}

/**
 * Backups of a volume's files, while its app goes on: a file that changes meanwhile may be of either moment. The platform has to offer `ServiceOffer.backup()`, whose
 * image has restic.
 */
export class VolumeBackup extends Construct {
  /** The container that makes them, and their repository; undefined in a preview, whose data goes with it. */
  readonly keeper: BackupKeeper | undefined;

  /** @throws AppEngineError BackupInvalid, ServiceNotOffered */
  constructor(scope: Construct, id: string, { volume, user, backup, name = kebabCase(id) }: VolumeBackupProps) {
    super(scope, id);
    if (backup.absence !== undefined)
      throw new AppEngineError('BackupInvalid', 'Backup.none() of a volume is no backup; leave the VolumeBackup out', this);
    const tenant = Tenant.of(this);
    if (tenant.preview !== undefined) return;
    this.keeper = new BackupKeeper(this, 'Keeper', {
      name: claimAppName(this, name),
      type: 'files',
      backup,
      data: volume,
      user,
      image: tenant.services.find(this, 'backup').image,
    });
  }
}
