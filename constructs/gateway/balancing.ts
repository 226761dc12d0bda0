import type { Protocol } from '../container/listener';
import { AppEngineError } from '../errors';
import { contentHash } from '../cdktf/generation';
import type { Duration } from '../units/duration';

/** Options of {@link Balancing}. */
export interface BalancingProps {
  /** Time between two checks of a replica, 1 to 60 seconds; two failed ones in a row take it out. @default 2 seconds */
  readonly checkEvery?: Duration;
  /** Time in which a replica that comes back gets from a trickle to its full share, at most 10 minutes. @default 10 seconds */
  readonly slowStart?: Duration;
  /**
   * Failed answers in a row, 5 to 1000, that take a replica out until three checks in a row are good: status 500, 502, 503 or 504, none in time, or a broken
   * one. A good answer starts the count anew, so that one bad page among others ejects no replica. @default never: the checks alone decide
   */
  readonly ejectAfter?: number;
}

const CHECK_SECONDS = 2;
const LONGEST_CHECK_SECONDS = 60;
const SLOW_START_SECONDS = 10;
const LONGEST_SLOW_START_SECONDS = 600;

/**
 * How a gateway spreads requests over the replicas of a pool: of two healthy ones drawn at random, to the one with fewer open requests. No replica is left
 * out when it is the last: when all others are, or all are, every replica that passes its checks gets requests again.
 */
export class Balancing {
  /** @throws AppEngineError BalancingOutOfRange */
  static of(props: BalancingProps): Balancing {
    return new Balancing(props);
  }

  private readonly checkEvery: number;
  private readonly slowStart: number;
  private readonly ejectAfter: number | undefined;

  private constructor(props: BalancingProps) {
    this.checkEvery = checked('checkEvery', props.checkEvery?.seconds ?? CHECK_SECONDS, 1, LONGEST_CHECK_SECONDS);
    this.slowStart = checked('slowStart', props.slowStart?.seconds ?? SLOW_START_SECONDS, 1, LONGEST_SLOW_START_SECONDS);
    this.ejectAfter = props.ejectAfter === undefined ? undefined : checked('ejectAfter', props.ejectAfter, 5, 1000);
  }

  /**
   * Lines of the backend.
   * @param names of the replicas, which are also their hosts
   * @param chosen names of others, which get no request but those that a rule sends them
   */
  lines(names: readonly string[], port: number, protocol: Protocol, chosen: readonly string[] = []): readonly string[] {
    const isAlone = names.length < 2;
    const server = (name: string, host: string, options: string): string =>
      `server ${name} ${host}:${String(port)} ${protocol.serverOption}${options}`;
    // Cookie value for a browser that stays, instead of the replica's name.
    const cookie = (name: string): string => `cookie ${contentHash(name)}`;
    const others = chosen.map((name) => server(name, name, `${cookie(name)} weight 0`));
    const slowly = isAlone ? '' : `slowstart ${String(this.slowStart)}s `;
    const defaults = `default-server check inter ${String(this.checkEvery)}s fall 2 rise 1 ${slowly}resolvers docker init-addr last,libc,none`;
    if (this.ejectAfter === undefined || isAlone) {
      // A request is tried twice. One that the engine starts again in a second is not to be left out for its refusals, as it would be by them alone: they
      // make the checks come sooner, which decide.
      const refusing = isAlone ? '' : ' fastinter 500ms observe layer4 error-limit 1 on-error fastinter';
      return [`${defaults}${refusing}`, ...names.map((name) => server(name, name, cookie(name))), ...others];
    }
    const observed = `rise 3 observe layer7 error-limit ${String(this.ejectAfter)} on-error mark-down`;
    return [
      'option allbackups',
      // Two servers of one address: without the option only the first would get it from DNS.
      `${defaults} resolve-opts allow-dup-ip`,
      ...names.map((name) => server(name, name, `${cookie(name)} ${observed}`)),
      // HAProxy would take out the last one as well. What is left then are the same replicas, judged by their checks alone.
      ...names.map((name) => server(`${name}-checked`, name, 'backup')),
      ...others,
    ];
  }
}

function checked(what: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new AppEngineError(
    'BalancingOutOfRange',
    `${what} ${String(value)} must be a whole number from ${String(least)} to ${String(most)}; leave it out for the default`,
  );
}
