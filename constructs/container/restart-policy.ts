import { AppEngineError } from '../errors';

/** Restart by the engine when the main process ends (guideline 6, CIS 5.15). */
export class RestartPolicy {
  /** After a failure, at most so many times. @param attempts 1 to 100 */
  static onFailure(attempts: number): RestartPolicy {
    if (!Number.isInteger(attempts) || attempts < 1 || attempts > 100) {
      throw new AppEngineError(
        'RestartOutOfRange',
        `restart attempts ${String(attempts)} must be a whole number from 1 to 100; use RestartPolicy.unlessStopped() for no end`,
      );
    }
    return new RestartPolicy('on-failure', attempts);
  }

  /** Always, also when the host comes back, until it is stopped. */
  static unlessStopped(): RestartPolicy {
    return new RestartPolicy('unless-stopped', undefined);
  }

  /** It stays ended. */
  static never(): RestartPolicy {
    return new RestartPolicy('no', undefined);
  }

  private constructor(
    /** As the engine calls it. */
    readonly mode: string,
    /** Undefined without a bound. */
    readonly attempts: number | undefined,
  ) {}
}
