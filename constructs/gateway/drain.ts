import { AppEngineError } from '../errors';
import { Duration } from '../units/duration';

const LONGEST_SECONDS = 240;

/** How long what has begun may go on when its replica or its gateway is replaced. */
export const DEFAULT_DRAIN = Duration.seconds(30);

/** @throws AppEngineError DrainTooLong: a deploy waits as long as the last WebSocket does, and the engine no longer than 5 minutes */
export function checkedDrain(drain: Duration): Duration {
  if (drain.seconds <= LONGEST_SECONDS) return drain;
  throw new AppEngineError(
    'DrainTooLong',
    `drain of ${String(drain.seconds)} s must be at most ${String(LONGEST_SECONDS)} s; let clients open a WebSocket anew when it ends`,
  );
}
