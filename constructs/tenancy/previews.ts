import { AppEngineError } from '../errors';
import type { QuotaProps } from './quota';
import { Duration } from '../units/duration';
import type { Seed } from './seed';

/** Options of {@link Previews}. */
export interface PreviewsProps {
  /** Previews of the tenant at a time, 1 to 50; those over their end do not count. @default 5 */
  readonly limit?: number;
  /** Time after its last deploy until a preview may be removed, 1 minute to 90 days. @default 7 days */
  readonly expires?: Duration;
  /** Most containers of each pool, 1 to 20. @default 1 */
  readonly replicas?: number;
  /** For all apps and services of one preview together. @default that of the tenant */
  readonly quota?: QuotaProps;
  /** First data of databases, by the names of their services. @default none: they are empty, and migrations fill them */
  readonly seeds?: Readonly<Record<string, Seed>>;
  /**
   * Names of given secrets that previews have too, such as the key of a payment provider's sandbox. @default none: a value that is made on the host stands in, which
   * nothing outside honours
   */
  readonly secrets?: readonly string[];
}

const MOST = 50;
const MOST_REPLICAS = 20;
const SHORTEST = Duration.minutes(1);
const LONGEST = Duration.days(90);

/** How previews of a tenant are: copies of it, one for each branch, with names, hosts, addresses, secrets and data of their own. */
export class Previews {
  /** Allows them. @throws AppEngineError PreviewsInvalid */
  static of(props: PreviewsProps = {}): Previews {
    return new Previews(props);
  }

  /** At a time. */
  readonly limit: number;
  /** From the last deploy of one to its end. */
  readonly expires: Duration;
  /** Most containers of each pool. */
  readonly replicas: number;
  /** Of each; undefined is that of the tenant. */
  readonly quota: QuotaProps | undefined;
  /** By the names of services. */
  readonly seeds: Readonly<Record<string, Seed>>;
  /** Names of given secrets that previews have too. */
  readonly secrets: readonly string[];

  private constructor({ limit = 5, expires = Duration.days(7), replicas = 1, quota, seeds = {}, secrets = [] }: PreviewsProps) {
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
      throw new AppEngineError(
        'PreviewsInvalid',
        `limit ${String(limit)} of previews must be a whole number from 1 to ${String(MOST)}; use one such as 5, as each takes memory of the host`,
      );
    }
    if (!Number.isInteger(replicas) || replicas < 1 || replicas > MOST_REPLICAS) {
      throw new AppEngineError(
        'PreviewsInvalid',
        `replicas ${String(replicas)} of previews must be a whole number from 1 to ${String(MOST_REPLICAS)}; leave it out for 1`,
      );
    }
    if (expires.seconds < SHORTEST.seconds || expires.seconds > LONGEST.seconds) {
      throw new AppEngineError(
        'PreviewsInvalid',
        `expires ${String(expires.seconds)} s of previews must be from 1 minute to 90 days; use one such as Duration.days(7)`,
      );
    }
    this.limit = limit;
    this.expires = expires;
    this.replicas = replicas;
    this.quota = quota;
    this.seeds = seeds;
    this.secrets = secrets;
  }
}
