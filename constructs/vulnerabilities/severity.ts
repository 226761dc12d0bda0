/** Name of a severity, as databases of vulnerabilities use it; `unknown` is one without a rating. */
export type SeverityName = 'critical' | 'high' | 'low' | 'medium' | 'negligible' | 'unknown';

/** From the worst to the least. */
export const SEVERITY_NAMES: readonly SeverityName[] = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'];

/** Severity of a vulnerability, as its database has it. */
export class Severity {
  /** The worst: such as a way in from the network without a password. */
  static critical(): Severity {
    return new Severity('critical');
  }

  /** High, and worse. */
  static high(): Severity {
    return new Severity('high');
  }

  /** Medium, and worse. */
  static medium(): Severity {
    return new Severity('medium');
  }

  /** Low, and worse. */
  static low(): Severity {
    return new Severity('low');
  }

  /** Every one, also those without a rating. */
  static any(): Severity {
    return new Severity('unknown');
  }

  private constructor(
    /** As reports name it. */
    readonly name: SeverityName,
  ) {}
}

/** True for the same severity, and for a worse one. What is not rated is only as bad as `unknown`. */
export function isAtLeast(severity: SeverityName, from: SeverityName): boolean {
  return SEVERITY_NAMES.indexOf(severity) <= SEVERITY_NAMES.indexOf(from);
}
