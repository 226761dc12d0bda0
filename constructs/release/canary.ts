import type { JsonValue } from './json-value';
import type { Release } from './release';

/** Least and most percent of the requests that a canary gets: all of them is no try. */
export const [LEAST_PERCENT, MOST_PERCENT] = [1, 99];

/** A release that is tried on some of the requests, beside the current one. */
export interface Canary {
  /** One of the file, and not the current one. */
  readonly release: Release;
  /** Its part of the requests, 1 to 99. */
  readonly percent: number;
}

/** @throws InvalidValue */
export function readCanary(value: JsonValue, releases: readonly Release[], current: Release): Canary {
  const field = value.fields(['number', 'percent']);
  const number = field('number').whole(1, Number.MAX_SAFE_INTEGER);
  const release = releases.find((one) => one.number === number && one !== current);
  if (release === undefined) throw field('number').invalid('be the number of one of the releases, and not of the current one');
  return { release, percent: field('percent').whole(LEAST_PERCENT, MOST_PERCENT) };
}
