import { AppEngineError } from '../errors';

/** A length of time, in whole seconds. */
export class Duration {
  /** A number of seconds. @param amount whole, at least 1. @throws AppEngineError DurationInvalid */
  static seconds(amount: number): Duration {
    return new Duration(amount);
  }

  /** A number of minutes. @param amount whole, at least 1. @throws AppEngineError DurationInvalid */
  static minutes(amount: number): Duration {
    return new Duration(amount * 60);
  }

  /** A number of days. @param amount whole, at least 1. @throws AppEngineError DurationInvalid */
  static days(amount: number): Duration {
    return new Duration(amount * 24 * 60 * 60);
  }

  private constructor(
    /** The whole of it. */
    readonly seconds: number,
  ) {
    if (!Number.isSafeInteger(seconds) || seconds < 1) {
      throw new AppEngineError('DurationInvalid', `duration of ${String(seconds)} s must be a whole number of at least 1 s; round it up`);
    }
  }

  /** Canonical Go duration (`1m30s`): the provider reads back this form, any other would be a change in every plan. */
  toGo(): string {
    const hours = Math.floor(this.seconds / 3600);
    const minutes = Math.floor((this.seconds % 3600) / 60);
    const seconds = this.seconds % 60;
    if (hours > 0) return `${String(hours)}h${String(minutes)}m${String(seconds)}s`;
    return minutes > 0 ? `${String(minutes)}m${String(seconds)}s` : `${String(seconds)}s`;
  }
}
