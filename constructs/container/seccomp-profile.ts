import { OffSwitch } from './off-switch';

/** The system calls a container may make (guideline 13, CIS 5.22). */
export class SeccompProfile extends OffSwitch {
  /** The engine's own deny-by-default list. */
  static engineDefault(): SeccompProfile {
    return new SeccompProfile();
  }

  /** Every system call of the host's kernel. @param reason at least 10 characters */
  static unconfined(reason: string): SeccompProfile {
    return new SeccompProfile(reason);
  }

  private constructor(reason?: string) {
    super('seccomp profile', reason);
  }

  /** Entries for `security_opts`. */
  get securityOptions(): readonly string[] {
    return this.waiver === undefined ? [] : ['seccomp=unconfined'];
  }
}
