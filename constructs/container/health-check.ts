import { AppEngineError } from '../errors';
import { Duration } from '../units/duration';
import { Protocol, type Listener } from './listener';
import { OffSwitch } from '../off-switch';

/** Directory of the probe volume. */
export const PROBE_DIRECTORY = '/run/appengine-probe';
const PROBE = `${PROBE_DIRECTORY}/probe`;
/** How long one run of the probe goes on looking: an engine spends far more on starting it than it does on a look. */
const LONGEST_RUN = Duration.minutes(5);

/** How often a container is asked, and how long it may take. */
export interface HealthCheckTiming {
  /** Time between two looks; while a container is young it is looked at more often. @default 5 seconds */
  readonly interval?: Duration;
  /** Longest answer. @default 2 seconds */
  readonly timeout?: Duration;
  /** Failures in a row that make it unhealthy, 1 to 20. @default 3 */
  readonly retries?: number;
  /** Longest time from start to the first success; a deploy that takes longer fails. @default 30 seconds */
  readonly startWithin?: Duration;
}

/**
 * Check that a container serves (CIS 4.6, 5.27). `http` and `tcp` run a static probe from a read-only volume: nothing is needed in the image.
 * A new generation takes over only after its first success.
 */
export class HealthCheck extends OffSwitch {
  /** GET on the port that the container listens on must answer 2xx. @param path absolute path, such as `/healthz` */
  static http(path: string, timing: HealthCheckTiming = {}): HealthCheck {
    if (!/^\/[A-Za-z0-9._~!&()*+,;=:@%/-]*(\?[A-Za-z0-9._~!&()*+,;=:@%/?-]*)?$/.test(path)) {
      throw new AppEngineError(
        'HealthPathInvalid',
        `health path ${JSON.stringify(path)} must start with "/" and hold only characters of a URL path; use one such as "/healthz"`,
      );
    }
    return new HealthCheck((port) => ['http', '--port', String(port), '--path', path], timing, path);
  }

  /** The port that the container listens on must accept a connection. */
  static tcp(timing: HealthCheckTiming = {}): HealthCheck {
    return new HealthCheck((port) => ['tcp', '--port', String(port)], timing);
  }

  /** A program of the image must end with 0. @param command program and arguments, no shell */
  static command(command: readonly string[], timing: HealthCheckTiming = {}): HealthCheck {
    if (command.length === 0)
      throw new AppEngineError('HealthCommandEmpty', 'health command [] must hold at least the program; name one or use HealthCheck.tcp()');
    return new HealthCheck(undefined, timing, undefined, command);
  }

  /** Running counts as healthy. @param reason at least 10 characters */
  static none(reason: string): HealthCheck {
    return new HealthCheck(undefined, {}, undefined, undefined, reason);
  }

  /** Time between two checks. */
  readonly interval: Duration;
  /** Longest time of one check. */
  readonly timeout: Duration;
  /** Failures in a row after which the container is unhealthy. */
  readonly retries: number;
  /** Longest time until the first success. */
  readonly startWithin: Duration;

  private constructor(
    private readonly probe: ((port: number) => readonly string[]) | undefined,
    timing: HealthCheckTiming,
    /** Path that a gateway can ask as well. */
    readonly path?: string,
    private readonly command?: readonly string[],
    reason?: string,
  ) {
    super('health-check', reason);
    this.interval = timing.interval ?? Duration.seconds(5);
    this.timeout = timing.timeout ?? Duration.seconds(2);
    this.retries = timing.retries ?? 3;
    this.startWithin = timing.startWithin ?? Duration.seconds(30);
    if (!Number.isInteger(this.retries) || this.retries < 1 || this.retries > 20) {
      throw new AppEngineError('HealthRetriesOutOfRange', `health retries ${String(this.retries)} must be a whole number from 1 to 20`);
    }
  }

  /** True if the probe volume is needed. */
  get usesProbe(): boolean {
    return this.probe !== undefined;
  }

  /** From the end of a run to the begin of the next, which is the engine's `interval`: of a probe a fifth, 1 second by default. */
  get pause(): Duration {
    return this.usesProbe ? Duration.seconds(Math.ceil(this.interval.seconds / 5)) : this.interval;
  }

  /** Longest time of a run: the probe watches a healthy container for a while. */
  get longestRun(): Duration {
    return this.usesProbe ? Duration.seconds(this.watch.seconds + this.timeout.seconds) : this.timeout;
  }

  private get watch(): Duration {
    return Duration.seconds(Math.max(LONGEST_RUN.seconds, this.interval.seconds));
  }

  /** A container of this age has had its first success, and nothing waits for it any more. */
  private get young(): Duration {
    return Duration.seconds(2 * this.startWithin.seconds);
  }

  /** The engine's `test`, undefined without a check. @param listener what the container listens on */
  test(listener: Listener): readonly string[] | undefined {
    if (this.probe === undefined) return this.command === undefined ? undefined : ['CMD', ...this.command];
    if (listener.port === undefined) {
      throw new AppEngineError(
        'HealthCheckWithoutPort',
        'an HTTP or TCP health check needs a port, but the container listens on none; use HealthCheck.command([...]) or Listener.http(port)',
      );
    }
    if (this.path !== undefined && listener.protocol === Protocol.HTTP_2) {
      throw new AppEngineError(
        'HealthProtocolMismatch',
        `HealthCheck.http(${JSON.stringify(this.path)}) asks by HTTP/1.1, but port ${String(listener.port)} speaks HTTP/2; use HealthCheck.tcp() or HealthCheck.command([...])`,
      );
    }
    const looks = ['--timeout', this.timeout.toGo(), '--every', this.interval.toGo()];
    const run = ['--for', this.watch.toGo(), '--young', this.young.toGo()];
    return ['CMD', PROBE, ...this.probe(listener.port), ...looks, ...run];
  }
}
