import { contentHash } from '../cdktf/generation';
import { AppEngineError } from '../errors';
import { checkedReason } from '../exemption';
import type { Duration } from '../units/duration';
import { BackupTarget } from './backup-target';
import { Drill } from './drill';

/** Options of every {@link Backup}. */
export interface BackupOptions {
  /** Backups that stay at least, 1 to 1000: what is older is removed. @default 14 */
  readonly keep?: number;
  /** Time between two restores of the last backup into a volume of its own, which are compared with it. @default Drill.weekly() */
  readonly drill?: Drill;
  /**
   * A question whose answer has to be true in what a drill or a restore has brought back: a query that says neither nothing, nor `0`, nor `f`, such as
   * `SELECT count(*) > 0 FROM orders`; for Valkey a command, such as `EXISTS catalogue`. It is public. @default none: counts and checksums alone
   */
  readonly check?: string;
  /** Another place that all backups are copied to after each run. @default BackupTarget.volume(): none */
  readonly target?: BackupTarget;
}

/** Options of {@link Backup.daily}. */
export interface DailyBackupOptions extends BackupOptions {
  /** Earliest time of the day in UTC, such as `03:15`. It begins within half an hour, at another minute for each service. @default 03:00 */
  readonly at?: string;
}

const DAY = 86_400;
const DEFAULT_KEEP = 14;
const MOST_KEPT = 1000;
/** Time over which the backups of a day spread that begin at the same minute. */
const SPREAD = 30 * 60;
const SHORTEST_PERIOD = 5 * 60;
const LONGEST_CHECK = 1000;

/** When data is backed up, how many backups stay, and how they are tried. */
export class Backup {
  /** Once a day. @throws AppEngineError BackupInvalid */
  static daily(options: DailyBackupOptions = {}): Backup {
    const { at = '03:00' } = options;
    const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(at) ?? [];
    if (hours === undefined || minutes === undefined)
      throw invalid(`at ${JSON.stringify(at)} must be a time in UTC from 00:00 to 23:59; use one such as "03:15"`);
    return new Backup(options, DAY, Number(hours) * 3600 + Number(minutes) * 60, SPREAD);
  }

  /** Every so often, 5 minutes to a week; at another moment for each service. @throws AppEngineError BackupInvalid */
  static every(period: Duration, options: BackupOptions = {}): Backup {
    const { seconds } = period;
    if (seconds < SHORTEST_PERIOD || seconds > 7 * DAY)
      throw invalid(`a period of ${String(seconds)} s must be from 5 minutes to 7 days; use one such as Duration.minutes(60)`);
    return new Backup(options, seconds, 0, seconds);
  }

  /**
   * None, which `appengine backup list` tells with its reason.
   * @param reason at least 10 characters, such as `a cache that its app fills again`
   * @throws AppEngineError ReasonTooShort
   */
  static none(reason: string): Backup {
    return new Backup({}, DAY, 0, SPREAD, checkedReason(reason, 'having no backups'));
  }

  private constructor(
    private readonly options: BackupOptions,
    private readonly period: number,
    private readonly offset: number,
    private readonly spread: number,
    /** Why there is none; undefined where there is one. */
    readonly absence?: string,
  ) {
    const { keep = DEFAULT_KEEP, check = '' } = options;
    if (!Number.isInteger(keep) || keep < 1 || keep > MOST_KEPT)
      throw invalid(`keep ${String(keep)} must be a whole number from 1 to ${String(MOST_KEPT)}; use one such as 14`);
    if (!/^[\x20-\x7e]*$/.test(check) || check.length > LONGEST_CHECK)
      throw invalid(
        `check ${JSON.stringify(check)} must be at most ${String(LONGEST_CHECK)} printable ASCII characters in one line; put a longer question into a view of the database`,
      );
  }

  /** Place that has the backups beside the volume of their engine. */
  get target(): BackupTarget {
    return this.options.target ?? BackupTarget.volume();
  }

  /** Its times, in the form that the agent gets. @param owner full name of the data: it decides how much later than others it begins */
  schedule(owner: string): BackupSchedule {
    const { keep = DEFAULT_KEEP, drill = Drill.weekly(), check } = this.options;
    const later = Number.parseInt(contentHash(['backup', owner]), 16) % this.spread;
    return {
      periodSeconds: this.period,
      // Whole minutes, as people read them.
      offsetSeconds: (this.offset + later - (later % 60)) % this.period,
      keep,
      drillSeconds: drill.period?.seconds ?? 0,
      ...(check === undefined ? {} : { check }),
    };
  }
}

/** When the backups of one service begin. */
export interface BackupSchedule {
  /** From one backup to the next. */
  readonly periodSeconds: number;
  /** After every whole period since 1970 in UTC. */
  readonly offsetSeconds: number;
  /** Backups that stay at least. */
  readonly keep: number;
  /** From one drill to the next; 0 is never. */
  readonly drillSeconds: number;
  /** Query that is true of a restore. @default none */
  readonly check?: string;
}

function invalid(problem: string): AppEngineError {
  return new AppEngineError('BackupInvalid', problem);
}
