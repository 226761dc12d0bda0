import { Construct } from 'constructs';
import type { HardenedContainer } from '../container/hardened-container';
import type { MountedFiles } from '../container/mounted-files';
import type { User } from '../container/user';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import { addCompanion } from '../schedule/companion';
import type { BackupCommands } from './backup-commands';

/** Options of {@link BackupAttendant}. */
export interface BackupAttendantProps {
  /** Of what is backed up, unique in its tenant. */
  readonly name: string;
  /** Commands that it runs. */
  readonly commands: BackupCommands;
  /** User of the container that makes the backups. */
  readonly user: User;
}

/** Directory of its socket, as `tools/agent/backup` has it. */
const DIRECTORY = '/run/appengine-backup';

/**
 * Runs commands of an app before and after the backups of its files, in a container as a replica of the app is. The container that makes the backups asks it by a socket in
 * a volume that the two of them have.
 */
export class BackupAttendant extends Construct {
  /** The container in which the commands run. */
  readonly container: HardenedContainer;
  /** Volume by which the container that makes the backups finds the socket. */
  readonly socket: MountedFiles;

  /** @throws AppEngineError BackupInvalid, UseAcrossTenants, QuotaExceeded */
  constructor(scope: Construct, id: string, { name, commands, user }: BackupAttendantProps) {
    super(scope, id);
    const { pool, before, after, timeout, reason, memory, cpu } = commands;
    const { uid } = pool.template.user;
    if (uid !== user.uid) {
      throw new AppEngineError(
        'BackupInvalid',
        `app ${JSON.stringify(pool.name)} with the commands runs as user ${String(uid ?? 'of the image')}, and the backup is made as ${String(user.uid ?? 'of the image')}; give both the same \`const user = User.of(…)\``,
        this,
      );
    }
    const volume = new Volume(this, 'Socket', { name: `${name}-commands`, content: VolumeContent.generated() });
    this.container = addCompanion(this, pool, {
      name: `${name}-commands`,
      role: 'backup-commands',
      app: { name, slot: 1 },
      job: ['backup', 'attend', String(timeout.seconds), String(before.length)],
      command: [...before, ...after],
      health: ['backup', 'attended'],
      writable: [WritablePath.volume(DIRECTORY, volume)],
      writing: reason,
      memory,
      cpu,
      stopGrace: undefined,
    });
    this.socket = { directory: DIRECTORY, volume, dependables: volume.dependables };
  }
}
