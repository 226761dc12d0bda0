import { AppEngineError } from '../errors';
import type { Duration } from '../units/duration';

const DAY = 24 * 60 * 60;
const LONGEST = 366;

/** When the apps of a service get other credentials. */
export class Rotation {
  /** By `npx appengine services rotate` alone. */
  static onRequest(): Rotation {
    return new Rotation(undefined);
  }

  /**
   * With the first deploy of each period, and on request. Periods are counted from 1970 on, so that every machine deploys the same credentials.
   * @param period 1 to 366 whole days, such as `Duration.days(30)`
   * @throws AppEngineError RotationOutOfRange
   */
  static every(period: Duration): Rotation {
    const { seconds } = period;
    if (seconds % DAY !== 0 || seconds > LONGEST * DAY) {
      throw new AppEngineError(
        'RotationOutOfRange',
        `rotation every ${period.toGo()} must be every 1 to ${String(LONGEST)} whole days; use Rotation.every(Duration.days(30)), and deploy at least that often`,
      );
    }
    return new Rotation(seconds);
  }

  private constructor(private readonly seconds: number | undefined) {}

  /** Number of the credentials: another one is another user. @param requested rotations that were asked for, and 1. @param now in ms since 1970 */
  numberAt(requested: number, now: number): number {
    return requested + (this.seconds === undefined ? 0 : Math.floor(now / 1000 / this.seconds));
  }
}
