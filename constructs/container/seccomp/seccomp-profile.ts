import type { DefaultId } from '../../default-id';
import type { IConstruct } from 'constructs';
import { canonicalJson } from '../../cdktf/generation';
import { HardenedSetting } from '../../hardened-setting';
import { renderProfile } from './render-profile';
import type { SystemCall } from './system-call';
import { LEFT_OUT_BY_STRICT } from './system-calls';

const CONTEXT = 'appengine:seccomp';
const NONE: ReadonlySet<string> = new Set();

/** The system calls a container may make (guideline 13, CIS 5.22). */
export class SeccompProfile extends HardenedSetting {
  /**
   * For apps: it denies by default, and is the same on every engine, however old.
   * @param allowed further calls, each with a reason
   */
  static hardened(...allowed: readonly SystemCall[]): SeccompProfile {
    return SeccompProfile.without(NONE, allowed);
  }

  /**
   * Hardened, and also without System V IPC, message queues, `chroot`, `memfd_secret` and `vmsplice`.
   * @param allowed further calls, each with a reason
   */
  static strict(...allowed: readonly SystemCall[]): SeccompProfile {
    return SeccompProfile.without(LEFT_OUT_BY_STRICT, allowed);
  }

  /** The engine's own deny-by-default list: an old engine has an old one. @param reason at least 10 characters */
  static engineDefault(reason: string): SeccompProfile {
    return new SeccompProfile([], [], 'hardened-seccomp-profile', reason);
  }

  /** Every system call of the host's kernel. @param reason at least 10 characters */
  static unconfined(reason: string): SeccompProfile {
    return new SeccompProfile(['seccomp=unconfined'], [], 'seccomp-profile', reason);
  }

  /** Made once: thousands of containers have it. */
  private static readonly usual = SeccompProfile.hardened();

  /** The profile of all containers below `scope` that have none of their own, such as a whole app. Call it before adding children. */
  static attach(scope: IConstruct, profile: SeccompProfile): void {
    scope.node.setContext(CONTEXT, profile);
  }

  /** The profile that was attached above `scope`; the hardened one without it. */
  static of(scope: IConstruct): SeccompProfile {
    const profile: unknown = scope.node.tryGetContext(CONTEXT);
    return profile instanceof SeccompProfile ? profile : SeccompProfile.usual;
  }

  private static without(leftOut: ReadonlySet<string>, allowed: readonly SystemCall[]): SeccompProfile {
    const profile = renderProfile({ leftOut, allowed: new Set(allowed.map(({ name }) => name)) });
    return new SeccompProfile([`seccomp=${canonicalJson(profile)}`], allowed, 'seccomp-profile');
  }

  private constructor(
    /** Entries for `security_opts`. */
    readonly securityOptions: readonly string[],
    /** Calls that it allows beyond its list. */
    readonly systemCalls: readonly SystemCall[],
    id: DefaultId,
    reason?: string,
  ) {
    super(id, reason);
  }
}
