import { Construct, type IConstruct } from 'constructs';
import type { HardenedContainer } from '../container/hardened-container';
import type { Cpu, Memory } from '../container/limits';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { WritablePath } from '../container/writable-path';
import { AppEngineError } from '../errors';
import { kebabCase } from '../naming';
import type { RuntimePool } from '../runtime/runtime-pool';
import { claimAppName } from '../tenancy/app-name';
import { Duration } from '../units/duration';
import { addCompanion } from './companion';
import type { Cron } from './cron';
import { Overlap } from './overlap';
import { checkedTimeZone } from './time-zone';

/** A command that runs at certain times. */
export interface ScheduleProps {
  /** App whose image, user, limits, variables, files, services and ways out it has. */
  readonly pool: RuntimePool;
  /** Program and arguments, in place of the image's entrypoint and of the pool's command; no shell reads them. */
  readonly command: readonly string[];
  /** When it runs. */
  readonly at: Cron;
  /** Zone of the clock, by a name of the IANA database such as `Europe/Berlin`. @default UTC */
  readonly timeZone?: string;
  /** Policy for a time at which the run before is still under way. @default Overlap.skip() */
  readonly overlap?: Overlap;
  /** Longest run: it is asked to end by SIGTERM then, and killed 10 seconds later. @default 1 hour */
  readonly timeout?: Duration;
  /** Name in status and container names, unique among the apps of the tenant. @default the construct's id in kebab case */
  readonly name?: string;
  /** Limit of its container, about 10 MiB of which are the agent's. @default the pool's */
  readonly memory?: Memory;
  /** Limit of its container. @default the pool's */
  readonly cpu?: Cpu;
  /** How long a deploy lets a run go on that it has asked to end, at most 5 minutes. @default 1 minute */
  readonly stopGrace?: Duration;
}

const SCHEDULE = Symbol.for('appengine/schedule');

/** Directory of what became of runs, as `tools/agent/schedule` has it. */
const HISTORY_DIRECTORY = '/run/appengine-schedule';

/**
 * Runs a command on time, in a container that is as a replica of a pool is: no client reaches it, and data volumes that the pool alone writes are read-only. The container
 * stays, and its first process is the platform's agent, which begins the command: no container holds the engine's socket.
 */
export class Schedule extends Construct {
  /** True for one, also of another copy of this package. */
  static isSchedule(construct: IConstruct): construct is Schedule {
    return SCHEDULE in construct;
  }

  /** Unique among the apps of its tenant. */
  readonly name: string;
  /** App that it runs a command of. */
  readonly pool: RuntimePool;
  /** When it runs. */
  readonly at: Cron;
  /** Zone of the clock, such as `Europe/Berlin`. */
  readonly timeZone: string;
  /** The container in which the command runs. */
  readonly container: HardenedContainer;

  /** @throws AppEngineError ScheduleCommandMissing, TimeZoneInvalid, AppNameInvalid, NameClash, QuotaExceeded */
  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    Object.defineProperty(this, SCHEDULE, { value: true });
    const { pool, command, at, timeZone = 'UTC', overlap = Overlap.skip(), timeout = Duration.minutes(60) } = props;
    if (command.length === 0) {
      throw new AppEngineError(
        'ScheduleCommandMissing',
        'command [] must hold at least the program; use one such as ["node", "invoices.js"]',
        this,
      );
    }
    this.name = claimAppName(this, props.name ?? kebabCase(id));
    this.pool = pool;
    this.at = at;
    this.timeZone = checkedTimeZone(this, timeZone);
    const history = new Volume(this, 'History', { name: `${this.name}-history`, content: VolumeContent.generated() });
    this.container = addCompanion(this, pool, {
      name: this.name,
      role: 'schedule',
      app: { name: this.name, slot: 1 },
      job: ['schedule', 'keep', at.expression, this.timeZone, overlap.policy, String(timeout.seconds)],
      command,
      health: ['schedule', 'health'],
      writable: [WritablePath.volume(HISTORY_DIRECTORY, history)],
      writing: undefined,
      memory: props.memory,
      cpu: props.cpu,
      stopGrace: props.stopGrace,
    });
  }
}
