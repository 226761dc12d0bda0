import { AppEngineError } from '../errors';
import { Duration } from '../units/duration';
import { Protocol, type Listener } from './listener';
import { HardenedSetting } from '../hardened-setting';

/** Directory of the probe volume. */
export const PROBE_DIRECTORY = '/run/appengine-probe';
/** The probe in a container that has its volume. */
export const PROBE = `${PROBE_DIRECTORY}/probe`;
const DEFAULT_HOST = 'localhost';
/** Headers by which a proxy could take a check for two requests, or wait for a body. */
const OF_THE_CONNECTION = /^(connection|content-length|expect|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;
const SECRET = /^(authorization|proxy-authorization|cookie|x-api-key)$/i;
/** How long one run of the probe goes on looking: an engine spends far more on starting it than it does on a look. */
const MAX_RUN_TIME = Duration.minutes(5);

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

/** Request and timing of `HealthCheck.http`. */
export interface HttpHealthCheckOptions extends HealthCheckTiming {
  /** Host that the app is asked for, where it allows only some. @default `localhost` */
  readonly host?: string;
  /** Headers besides, such as `{ 'X-Forwarded-Proto': 'https' }` for an app that redirects everything else. They are in clear in the state. @default none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One look at the container. Without all of them, running counts as healthy. */
interface Look {
  readonly request?: HealthRequest;
  /** True if a connection is enough. */
  readonly connects?: boolean;
  /** True to ask at 127.0.0.1. */
  readonly isOnLoopback?: boolean;
  readonly command?: readonly string[];
}

/** The request of an HTTP check, which the engine's probe and a gateway send alike. */
export interface HealthRequest {
  /** Absolute path. */
  readonly path: string;
  /** Value of the header `Host`. */
  readonly host: string;
  /** Headers besides. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Check that a container serves (CIS 4.6, 5.27). `http` and `tcp` run a static probe from a read-only volume: nothing is needed in the image.
 * A new generation takes over only after its first success.
 */
export class HealthCheck extends HardenedSetting {
  /**
   * GET on the port that the container listens on must answer 2xx, at its address in its networks: an app that listens on 127.0.0.1 alone is unhealthy.
   * @param path absolute path, such as `/healthz`
   * @throws AppEngineError HealthPathInvalid, HealthHostInvalid, HealthHeaderInvalid
   */
  static http(path: string, options: HttpHealthCheckOptions = {}): HealthCheck {
    return new HealthCheck(options, { request: healthRequest(path, options) });
  }

  /** The same at 127.0.0.1, for a port that is for the container alone, such as that of a proxy's own state. */
  static httpOnLoopback(path: string, options: HttpHealthCheckOptions = {}): HealthCheck {
    return new HealthCheck(options, { request: healthRequest(path, options), isOnLoopback: true });
  }

  /** The port that the container listens on must accept a connection, at its address in its networks. */
  static tcp(timing: HealthCheckTiming = {}): HealthCheck {
    return new HealthCheck(timing, { connects: true });
  }

  /** A program of the image must end with 0. @param command program and arguments, no shell */
  static command(command: readonly string[], timing: HealthCheckTiming = {}): HealthCheck {
    if (command.length === 0)
      throw new AppEngineError('HealthCommandEmpty', 'health command [] must hold at least the program; name one or use HealthCheck.tcp()');
    return new HealthCheck(timing, { command });
  }

  /** Running counts as healthy. @param reason at least 10 characters */
  static none(reason: string): HealthCheck {
    return new HealthCheck({}, {}, reason);
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
    timing: HealthCheckTiming,
    private readonly look: Look,
    reason?: string,
  ) {
    super('health-check', reason);
    this.interval = timing.interval ?? Duration.seconds(5);
    this.timeout = timing.timeout ?? Duration.seconds(2);
    this.retries = timing.retries ?? 3;
    this.startWithin = timing.startWithin ?? Duration.seconds(30);
    if (!Number.isInteger(this.retries) || this.retries < 1 || this.retries > 20) {
      throw new AppEngineError(
        'HealthRetriesOutOfRange',
        `health retries ${String(this.retries)} must be a whole number from 1 to 20; raise \`interval\` or \`timeout\` for more patience`,
      );
    }
  }

  /** The request, which a gateway can send as well; undefined where the check is none by HTTP. */
  get request(): HealthRequest | undefined {
    return this.look.request;
  }

  /** True if the probe volume is needed. */
  get usesProbe(): boolean {
    return this.look.request !== undefined || this.look.connects === true;
  }

  /** From the end of a run to the begin of the next, which is the engine's `interval`: of a probe a fifth, 1 second by default. */
  get engineInterval(): Duration {
    return this.usesProbe ? Duration.seconds(Math.ceil(this.interval.seconds / 5)) : this.interval;
  }

  /** Longest time of a run: the probe watches a healthy container for a while. */
  get maxRunTime(): Duration {
    return this.usesProbe ? Duration.seconds(this.watchTime.seconds + this.timeout.seconds) : this.timeout;
  }

  private get watchTime(): Duration {
    return Duration.seconds(Math.max(MAX_RUN_TIME.seconds, this.interval.seconds));
  }

  /** A container of this age has had its first success, and nothing waits for it any more. */
  private get startupPhase(): Duration {
    return Duration.seconds(2 * this.startWithin.seconds);
  }

  /** The engine's `test`, undefined without a check. @param listener what the container listens on */
  test(listener: Listener): readonly string[] | undefined {
    const { request, command } = this.look;
    if (!this.usesProbe) return command === undefined ? undefined : ['CMD', ...command];
    if (listener.port === undefined) {
      throw new AppEngineError(
        'HealthCheckWithoutPort',
        'an HTTP or TCP health check needs a port, but the container listens on none; use HealthCheck.command([...]) or Listener.http(port)',
      );
    }
    if (request !== undefined && listener.protocol === Protocol.HTTP_2) {
      throw new AppEngineError(
        'HealthProtocolMismatch',
        `HealthCheck.http(${JSON.stringify(request.path)}) asks by HTTP/1.1, but port ${String(listener.port)} speaks HTTP/2; use HealthCheck.tcp() or HealthCheck.command([...])`,
      );
    }
    const pace = ['--timeout', this.timeout.toGo(), '--every', this.interval.toGo()];
    const run = ['--for', this.watchTime.toGo(), '--young', this.startupPhase.toGo()];
    return ['CMD', PROBE, ...this.question(listener.port), ...pace, ...run];
  }

  /**
   * Arguments of the probe by which a neighbour asks the container the same, as its gateway does: one look, where it listens on a port.
   * @internal
   */
  neighbourTest(listener: Listener): readonly string[] | undefined {
    if (listener.port === undefined || this.look.isOnLoopback === true) return undefined;
    const timeout = ['--timeout', this.timeout.toGo()];
    return [...(this.usesProbe ? this.question(listener.port) : ['tcp', '--port', String(listener.port)]), ...timeout];
  }

  /** Arguments of the probe that say what it asks. */
  private question(port: number): readonly string[] {
    const { request, isOnLoopback } = this.look;
    const where = ['--port', String(port), ...(isOnLoopback === true ? ['--loopback'] : [])];
    if (request === undefined) return ['tcp', ...where];
    const host = request.host === DEFAULT_HOST ? [] : ['--host', request.host];
    const headers = Object.entries(request.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
    return ['http', ...where, '--path', request.path, ...host, ...headers];
  }
}

function healthRequest(path: string, { host = DEFAULT_HOST, headers = {} }: HttpHealthCheckOptions): HealthRequest {
  if (!/^\/[A-Za-z0-9._~!&()*+,;=:@%/-]*(\?[A-Za-z0-9._~!&()*+,;=:@%/?-]*)?$/.test(path)) {
    throw new AppEngineError(
      'HealthPathInvalid',
      `health path ${JSON.stringify(path)} must start with "/" and hold only characters of a URL path; use one such as "/healthz"`,
    );
  }
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:[0-9]{1,5})?$/.test(host)) {
    throw new AppEngineError(
      'HealthHostInvalid',
      `health check host ${JSON.stringify(host)} must be a host name, with a port or without; use one such as "shop.example.com"`,
    );
  }
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  return { path, host, headers };
}

function checkHeader(name: string, value: string): void {
  const refuse = (problem: string): never => {
    throw new AppEngineError('HealthHeaderInvalid', `health check header ${JSON.stringify(name)} ${problem}`);
  };
  if (!/^[A-Za-z0-9-]{1,64}$/.test(name)) refuse('must be 1 to 64 letters, digits and "-"; use one such as "X-Forwarded-Proto"');
  if (!/^(?! )[ -~]{1,256}(?<! )$/.test(value) || /["'`\\$%]/.test(value)) {
    refuse(
      `has the value ${JSON.stringify(value)}, which must be 1 to 256 printable ASCII characters, no space at its ends, and none of " ' \` \\ $ %; leave those characters out`,
    );
  }
  if (/^host$/i.test(name)) refuse('is the host of the request; use `host`');
  if (OF_THE_CONNECTION.test(name)) refuse('belongs to the connection, and a check has no body; leave it out');
  if (SECRET.test(name)) refuse('carries a secret, which would be in clear in the state; let the path answer without it');
}
