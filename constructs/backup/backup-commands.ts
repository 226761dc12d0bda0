import { AppEngineError } from '../errors';
import { checkedReason } from '../exemption';
import type { Cpu, Memory } from '../container/limits';
import type { RuntimePool } from '../runtime/runtime-pool';
import { Duration } from '../units/duration';

/** Options of {@link BackupCommands.of}. At least one of `before` and `after` is there. */
export interface BackupCommandsProps {
  /** App whose image, user, limits, variables, files, services and ways out the commands have: its user is that of the backup. */
  readonly pool: RuntimePool;
  /** Program and arguments, which run to their end before each backup; no shell reads them. One that fails is a failed backup. @default none */
  readonly before?: readonly string[];
  /** Program and arguments, which run after each backup, also after one that failed or was interrupted; no shell reads them. @default none */
  readonly after?: readonly string[];
  /** Longest run of each, 1 second to 1 hour: it is asked to end by SIGTERM then, and killed 10 seconds later. @default 5 minutes */
  readonly timeout?: Duration;
  /** Limit of the container that runs them, about 10 MiB of which are the agent's. @default the pool's */
  readonly memory?: Memory;
  /** Limit of the container that runs them. @default the pool's */
  readonly cpu?: Cpu;
}

const LONGEST = 3600;

/** Commands of an app that make its files consistent for a backup, and what is to happen afterwards. */
export class BackupCommands {
  /**
   * In a container that is as a replica of a pool is. Data volumes that the pool alone writes are read-only there.
   * @throws AppEngineError BackupInvalid
   */
  static of(props: BackupCommandsProps): BackupCommands {
    return new BackupCommands(props, undefined);
  }

  private constructor(
    private readonly props: BackupCommandsProps,
    /** Why they write the data beside the app; undefined where they only read it. */
    readonly reason: string | undefined,
  ) {
    const { timeout } = this;
    if (timeout.seconds > LONGEST) {
      throw new AppEngineError(
        'BackupInvalid',
        `timeout of ${String(timeout.seconds)} s for a command of a backup must be at most 1 hour; use one such as Duration.minutes(5)`,
      );
    }
    if (this.before.length + this.after.length === 0) {
      throw new AppEngineError(
        'BackupInvalid',
        'commands of a backup must have a program in `before` or in `after`; use one such as ["node", "flush.js"]',
      );
    }
  }

  /**
   * The commands may write the data volumes of the pool while the app does, as `sqlite3` may, which locks what it writes.
   * @param reason at least 10 characters, such as `SQLite locks what it writes`
   * @throws AppEngineError ReasonTooShort
   */
  writing(reason: string): BackupCommands {
    return new BackupCommands(this.props, checkedReason(reason, 'writing the data of an app beside it'));
  }

  /** App whose commands they are. */
  get pool(): RuntimePool {
    return this.props.pool;
  }

  /** Program and arguments; empty where there is none. */
  get before(): readonly string[] {
    return this.props.before ?? [];
  }

  /** Program and arguments; empty where there is none. */
  get after(): readonly string[] {
    return this.props.after ?? [];
  }

  /** Longest run of each. */
  get timeout(): Duration {
    return this.props.timeout ?? Duration.minutes(5);
  }

  /** @default the pool's */
  get memory(): Memory | undefined {
    return this.props.memory;
  }

  /** @default the pool's */
  get cpu(): Cpu | undefined {
    return this.props.cpu;
  }
}
