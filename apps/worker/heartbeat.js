import { statSync, writeFileSync } from 'node:fs';

/** How many intervals a worker may miss before it counts as stuck. */
const MISSED = 3;

export const heartbeatFile = process.env.HEARTBEAT_FILE ?? '/tmp/heartbeat';

/** The worker's interval. Worker and health command both read it, so they cannot disagree. */
export function intervalSeconds(value = process.env.INTERVAL_SECONDS ?? '5') {
  const seconds = Number(value);
  if (!(seconds > 0 && seconds <= 3600)) {
    throw new RangeError(`INTERVAL_SECONDS ${JSON.stringify(value)} is not allowed: expected more than 0 and at most 3600`);
  }
  return seconds;
}

export const beat = (file, moment) => writeFileSync(file, `${moment.toISOString()}\n`);

/** Why the worker counts as stuck, or undefined if it does not. */
export function stuck(file, seconds, now = Date.now()) {
  const beatAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (beatAt === undefined) return `there is no heartbeat ${file}`;
  const age = (now - beatAt) / 1000;
  const limit = MISSED * seconds;
  return age < limit ? undefined : `the last heartbeat is ${age.toFixed(1)} s old, expected less than ${limit} s`;
}
