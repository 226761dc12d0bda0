import { AppEngineError } from '../errors';
import { HardenedSetting } from '../hardened-setting';

/** Capabilities that are a way to root on the host: only the L1 escape hatch gives them. */
const REFUSED = new Set(
  'ALL SYS_ADMIN SYS_MODULE SYS_PTRACE SYS_RAWIO SYS_BOOT SYS_TIME SYSLOG DAC_READ_SEARCH NET_ADMIN BPF PERFMON MAC_ADMIN MAC_OVERRIDE MKNOD CHECKPOINT_RESTORE AUDIT_CONTROL'.split(
    ' ',
  ),
);

/** One capability given back to a container that otherwise holds none (guideline 14, CIS 5.4). */
export class Capability extends HardenedSetting {
  /**
   * One that a program cannot do without.
   * @param name with or without `CAP_`, such as `NET_BIND_SERVICE`
   * @param reason at least 10 characters; a program that is not root gains nothing from it unless its file carries the capability
   * @throws AppEngineError CapabilityRefused, ReasonTooShort
   */
  static add(name: string, reason: string): Capability {
    return new Capability(name.toUpperCase().replace(/^CAP_/, ''), reason);
  }

  /** Canonical form, `CAP_NET_BIND_SERVICE`: any other is a change in every plan. */
  readonly name: string;

  private constructor(name: string, reason: string) {
    super('capability', reason, name);
    if (!/^[A-Z_]{3,30}$/.test(name) || REFUSED.has(name)) {
      throw new AppEngineError(
        'CapabilityRefused',
        `capability ${JSON.stringify(name)} must be a Linux capability other than ${[...REFUSED].join(', ')}; drop it or give the work a host of its own`,
      );
    }
    this.name = `CAP_${name}`;
  }
}
