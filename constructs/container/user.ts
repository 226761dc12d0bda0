import { AppEngineError } from '../errors';
import { HardenedSetting } from '../hardened-setting';

/** The user a container runs as: numeric and never root (guideline 5, CIS 4.1). */
export class User extends HardenedSetting {
  /** Same number for user and group. @param uid 1 to 65534, the range that also exists under userns-remap */
  static of(uid: number): User {
    return new User(uid);
  }

  /** The user of the image, which may be root. @param reason at least 10 characters, such as `postgres entrypoint drops to 999 itself` */
  static fromImage(reason: string): User {
    return new User(undefined, reason);
  }

  private constructor(
    /** Undefined where the image chooses. */
    readonly uid: number | undefined,
    reason?: string,
  ) {
    super('user', reason);
    if (uid !== undefined && (!Number.isInteger(uid) || uid < 1 || uid > 65534)) {
      throw new AppEngineError(
        'UidOutOfRange',
        `uid ${String(uid)} must be a whole number from 1 to 65534; 0 is root, use User.fromImage(reason) to keep the image's user`,
      );
    }
  }
}
