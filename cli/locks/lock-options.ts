import { AppEngineError } from '../../constructs/errors';

const LONGEST_WAIT_SECONDS = 86_400;

/** The number of seconds that `--wait` gives. @throws AppEngineError WaitInvalid */
export function parseWait(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= LONGEST_WAIT_SECONDS) return seconds;
  throw new AppEngineError(
    'WaitInvalid',
    `--wait ${JSON.stringify(text)} must be a whole number of seconds from 0 to ${String(LONGEST_WAIT_SECONDS)}`,
  );
}
