import { AppEngineError } from '../../errors';
import { HardenedSetting } from '../../hardened-setting';
import { ABSENT, LIMITED } from './limited-calls';
import { ALLOWED_BY_CAPABILITY, DENIED, LEFT_OUT_BY_STRICT, setOf } from './system-calls';

/** Calls that some profile denies, or limits. */
const ALLOWABLE: ReadonlySet<string> = new Set(
  [
    ...setOf(...Object.values(DENIED), ...Object.values(ALLOWED_BY_CAPABILITY)),
    ...LEFT_OUT_BY_STRICT,
    ...Object.keys(LIMITED),
    ...ABSENT,
  ].sort(),
);

/** One system call that a container may make although its profile denies or limits it (guideline 13, CIS 5.22). */
export class SystemCall extends HardenedSetting {
  /**
   * With any arguments.
   * @param name as the kernel has it, such as `ptrace`
   * @param reason at least 10 characters. The kernel still refuses what needs a capability that the container does not hold.
   * @throws AppEngineError SystemCallRefused
   */
  static allow(name: string, reason: string): SystemCall {
    return new SystemCall(name, reason);
  }

  private constructor(
    /** As the kernel calls it, such as `io_uring_setup`. */
    readonly name: string,
    reason: string,
  ) {
    super('system-call', reason, name);
    if (!ALLOWABLE.has(name)) {
      throw new AppEngineError(
        'SystemCallRefused',
        `system call ${JSON.stringify(name)} must be one that a profile denies or limits: ${[...ALLOWABLE].join(', ')}; all others of the kernel are allowed, so drop it or correct its name`,
      );
    }
  }
}
