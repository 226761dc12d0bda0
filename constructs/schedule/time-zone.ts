import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';

/** A zone by its place, and no distance such as `+01:00`, which knows of no summer. */
const PLACE = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

/** The name of a zone in the IANA database, as that writes it. @throws AppEngineError TimeZoneInvalid */
export function checkedTimeZone(scope: IConstruct, name: string): string {
  try {
    if (PLACE.test(name)) return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // It is refused below.
  }
  throw new AppEngineError(
    'TimeZoneInvalid',
    `time zone ${JSON.stringify(name)} must be a name of the IANA database; use one such as "Europe/Berlin" or "UTC"`,
    scope,
  );
}
