import { nameOfDefault, type DefaultId } from './default-id';
import { AppEngineError } from './errors';

/** Characters of a reason, wherever one has to be given. */
export const SHORTEST_REASON = 10;

/** A default that was switched off, and why: what a report lists as accepted. */
export interface Exemption {
  /** The default that is off, such as `read-only-root`. */
  readonly id: DefaultId;
  /** The one capability or system call that it is about. @default the default is about no single one */
  readonly subject?: string;
  /** The default as a person reads it, such as `read-only root`. */
  readonly default: string;
  /** Why, in at least 10 characters. */
  readonly reason: string;
}

/**
 * A default that is off.
 * @param subject the one capability or system call that it is about
 * @throws AppEngineError ReasonTooShort
 */
export function exemptionOf(id: DefaultId, reason: string, subject?: string): Exemption {
  const name = nameOfDefault(id, subject);
  return { id, ...(subject === undefined ? {} : { subject }), default: name, reason: checkedReason(reason, `switching off the ${name}`) };
}

/**
 * A reason that says something.
 * @param what it is for, such as `leaving out X-Frame-Options`
 * @throws AppEngineError ReasonTooShort
 */
export function checkedReason(reason: string, what: string): string {
  if (reason.trim().length >= SHORTEST_REASON) return reason;
  throw new AppEngineError(
    'ReasonTooShort',
    `reason ${JSON.stringify(reason)} for ${what} must have at least ${String(SHORTEST_REASON)} characters; say what needs it and what limits the damage`,
  );
}

/** The exemptions among `settings`. */
export function exemptionsOf(settings: readonly { readonly exemption?: Exemption | undefined }[]): readonly Exemption[] {
  return settings.map(({ exemption }) => exemption).filter((exemption) => exemption !== undefined);
}
