import { AppEngineError } from '../../constructs/errors';
import { inLockOrder, readManifest } from '../../operations/state/manifest';
import type { Session } from '../../operations/session';
import type { LockOptions } from './project-locks';

const LONGEST_WAIT_SECONDS = 86_400;

/** How a command that changes the project waits for others. @throws AppEngineError WaitInvalid */
export function lockOptions(command: string, { only, wait }: { readonly only?: readonly string[]; readonly wait?: string }): LockOptions {
  const named = only === undefined ? '' : ` --only ${only.join(' ')}`;
  return { command: `appengine ${command}${named}`, ...(wait === undefined ? {} : { wait: parseWait(wait) }) };
}

/** The named stacks in the order of their locks; undefined where all are meant. */
export function stacksToLock({ workspace }: Session, only: readonly string[] | undefined): readonly string[] | undefined {
  return only === undefined ? undefined : inLockOrder(readManifest(workspace.outputDirectory) ?? [], only);
}

/** The number of seconds that `--wait` gives. @throws AppEngineError WaitInvalid */
export function parseWait(text: string): number {
  const seconds = Number(text);
  if (/^\d+$/.test(text) && seconds <= LONGEST_WAIT_SECONDS) return seconds;
  throw new AppEngineError(
    'WaitInvalid',
    `--wait ${JSON.stringify(text)} must be a whole number of seconds from 0 to ${String(LONGEST_WAIT_SECONDS)}; leave it out for the default`,
  );
}
