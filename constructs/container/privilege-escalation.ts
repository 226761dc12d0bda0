import { HardenedSetting } from '../hardened-setting';

/** Gain of privileges that a process's parent did not have, as through a setuid file (guidelines 5 and 7, CIS 5.26). */
export class PrivilegeEscalation extends HardenedSetting {
  /** A program never has more than at its start. */
  static denied(): PrivilegeEscalation {
    return new PrivilegeEscalation();
  }

  /** setuid files and file capabilities work. @param reason at least 10 characters */
  static allowed(reason: string): PrivilegeEscalation {
    return new PrivilegeEscalation(reason);
  }

  private constructor(reason?: string) {
    super('new-privileges', reason);
  }
}
