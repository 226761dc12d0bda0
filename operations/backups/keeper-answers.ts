/** One thing that a backup has: a table, keys, files. */
export interface BackupItem {
  readonly name: string;
  /** Rows, keys or files; -1 where they were not counted. */
  readonly count: number;
  readonly checksum?: string;
  /** True if it changed while the backup was made. */
  readonly moving?: boolean;
}

/** A backup, as `agent backup list` tells it. Times are in the form of RFC 3339. */
export interface BackupRecord {
  /** Time of its beginning, such as `20261129-031500`. */
  readonly id: string;
  readonly began: string;
  readonly ended?: string;
  readonly outcome: 'failed' | 'running' | 'succeeded';
  readonly problem?: string;
  readonly message?: string;
  /** Of the data. */
  readonly bytes?: number;
  /** That it took in the repository. */
  readonly stored?: number;
  readonly manifest?: readonly BackupItem[];
}

/** A restore that was tried. */
export interface DrillRecord {
  /** Id of the backup. */
  readonly backup: string;
  readonly began: string;
  readonly ended: string;
  readonly outcome: 'failed' | 'succeeded';
  readonly problem?: string;
  readonly message?: string;
  /** Tables, stores or volumes that were compared. */
  readonly items: number;
  /** All that was counted in them. */
  readonly count: number;
  /** Id of the backup that was restored from the target as well. */
  readonly copy?: string;
}

/** The last run that copied the backups to their target. */
export interface CopyRecord {
  /** Such as `s3:https://s3.example.com/bucket/appengine-acme-orders`. */
  readonly target: string;
  readonly began: string;
  readonly ended: string;
  readonly outcome: 'failed' | 'succeeded';
  readonly problem?: string;
  readonly message?: string;
  /** Id of the last backup that the target has. */
  readonly backup?: string;
  /** When the target got it. */
  readonly copied?: string;
  /** Bytes that it took. */
  readonly stored?: number;
}

/** Answer of `agent backup fetch`. */
export interface FetchedBackups {
  readonly backups: number;
  /** Id of the last one. */
  readonly last: string;
  /** Directory of the backups that were there before. */
  readonly aside?: string;
}

/** Answer of `agent backup list`. */
export interface KeeperListing {
  readonly next: string;
  readonly running: boolean;
  readonly backups: readonly BackupRecord[];
  readonly drill: DrillRecord | null;
  /** Place that copies go to; undefined where there is none. */
  readonly target?: string;
  readonly copy: CopyRecord | null;
  readonly kept: readonly string[];
  readonly keptBackups: readonly string[];
  readonly problems: readonly string[];
}

/** Answer of `agent backup restore`. */
export interface RestoredBackup {
  readonly backup: string;
  readonly manifest: readonly BackupItem[] | null;
}
