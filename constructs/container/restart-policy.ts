import { AppEngineError } from '../errors';

/** What the engine does when the main process ends (guideline 6, CIS 5.15). */
export class RestartPolicy {
  /** After a failure, at most so many times. @param attempts 1 to 100 */
  static onFailure(attempts: number): RestartPolicy {
    if (!Number.isInteger(attempts) || attempts < 1 || attempts > 100) {
      throw new AppEngineError('RestartOutOfRange', `restart attempts ${String(attempts)} must be a whole number from 1 to 100`);
    }
    return new RestartPolicy('on-failure', attempts);
  }

  /** Always, also when the host comes back, until somebody stops it. */
  static unlessStopped(): RestartPolicy {
    return new RestartPolicy('unless-stopped', undefined);
  }

  static never(): RestartPolicy {
    return new RestartPolicy('no', undefined);
  }

  private constructor(
    readonly mode: string,
    readonly attempts: number | undefined,
  ) {}
}
