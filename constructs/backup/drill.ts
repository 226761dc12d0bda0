import { AppEngineError } from '../errors';
import { checkedReason } from '../exemption';
import { Duration } from '../units/duration';

/** How often a backup is restored to see whether it can be. */
export class Drill {
  /** Every seven days. */
  static weekly(): Drill {
    return new Drill(Duration.minutes(7 * 24 * 60));
  }

  /** Every so often, at least 5 minutes. @throws AppEngineError BackupInvalid */
  static every(period: Duration): Drill {
    if (period.seconds < 300)
      throw new AppEngineError(
        'BackupInvalid',
        `a drill every ${String(period.seconds)} s must be at least 5 minutes after the last one; use Duration.minutes(5) or more`,
      );
    return new Drill(period);
  }

  /** Only when `appengine backup drill` is called. @param reason at least 10 characters. @throws AppEngineError ReasonTooShort */
  static none(reason: string): Drill {
    checkedReason(reason, 'having no drills');
    return new Drill(undefined);
  }

  private constructor(
    /** Undefined where there are none. */
    readonly period: Duration | undefined,
  ) {}
}
