import { join } from 'node:path';
import type { ProgressCallback } from '../../operations/progress';
import type { Session } from '../../operations/session';
import { EngineQueue } from './engine-queue';
import { FileQueue } from './file-queue';
import { lockDirectory } from './held-locks';
import { LockMode, withLockOn } from './lock';
import type { TicketQueue } from './ticket-queue';

/** How a command waits for others of the same project. */
export interface LockOptions {
  /** The command, for those who wait for it: `appengine up --only acme`. */
  readonly command: string;
  /** How long to wait, in seconds. @default 600 */
  readonly wait?: number;
  /** Others may change the same installation from elsewhere: the engine has locks too. @default false */
  readonly isShared?: boolean;
}

/** How long a command waits unless it says so. */
export const DEFAULT_WAIT_SECONDS = 600;
/** Locks of stacks that this process holds: a deploy takes the lock of a stack that the command has taken already. */
const own = new Set<string>();

/** Makes the queue of a lock by its name. */
type Place = (session: Session, name: string) => TicketQueue;
/** For processes of this checkout. */
const inProject: Place = ({ instance }, name) => new FileQueue(join(lockDirectory(instance), name));
/** For everybody who changes the installation. */
const onEngine: Place = (session, name) => new EngineQueue(session, name);

/**
 * Runs `work` as the only command of this checkout that changes the installation, or, where only some stacks are named, beside those that name other ones.
 * @param only names of stacks, those that others depend on last
 */
export function withProject<T>(
  session: Session,
  options: LockOptions,
  only: readonly string[] | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return takeAll(inProject, session, options, only, work);
}

/** The same among all checkouts, wherever they are. The engine has to be known, and nothing else waits for a lock that this process has not got yet. */
export function withInstallation<T>(
  session: Session,
  options: LockOptions,
  only: readonly string[] | undefined,
  work: () => Promise<T>,
): Promise<T> {
  return options.isShared === true ? takeAll(onEngine, session, options, only, work) : work();
}

/** Runs `work` as the only one that writes the generated configuration. */
export function withSynth<T>(session: Session, options: LockOptions, work: () => Promise<T>): Promise<T> {
  return take(inProject(session, 'synth'), LockMode.EXCLUSIVE, options, tellOf('synth', tell), work);
}

/** Runs `work` as the only one that changes a stack. */
export function withLock<T>(
  session: Session,
  stack: string,
  options: LockOptions,
  report: ProgressCallback,
  work: () => Promise<T>,
): Promise<T> {
  const innermost = options.isShared === true ? (): Promise<T> => takeStack(onEngine, session, stack, options, report, work) : work;
  return takeStack(inProject, session, stack, options, report, innermost);
}

function takeAll<T>(
  place: Place,
  session: Session,
  options: LockOptions,
  only: readonly string[] | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const mode = only === undefined ? LockMode.EXCLUSIVE : LockMode.SHARED;
  const nest = (stacks: readonly string[]): Promise<T> => {
    const [stack, ...others] = stacks;
    return stack === undefined ? work() : takeStack(place, session, stack, options, tell, () => nest(others));
  };
  return take(place(session, 'project'), mode, options, tellOf(session.instance.name, tell), () => nest(only ?? []));
}

async function takeStack<T>(
  place: Place,
  session: Session,
  stack: string,
  options: LockOptions,
  report: ProgressCallback,
  work: () => Promise<T>,
): Promise<T> {
  const key = [place === onEngine ? 'engine' : 'project', session.instance.directory, stack].join(' ');
  if (own.has(key)) return work();
  return take(place(session, join('stacks', stack)), LockMode.EXCLUSIVE, options, tellOf(stack, report), async () => {
    own.add(key);
    try {
      return await work();
    } finally {
      own.delete(key);
    }
  });
}

function take<T>(
  queue: TicketQueue,
  mode: LockMode,
  { command, wait = DEFAULT_WAIT_SECONDS }: LockOptions,
  onWait: (holder: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  return withLockOn(
    queue,
    {
      mode,
      command,
      wait,
      onWait: (holder) => {
        onWait(`${holder}, for ${String(wait)} s at most`);
      },
    },
    work,
  );
}

function tellOf(subject: string, report: ProgressCallback): (holder: string) => void {
  return (holder) => {
    report(`${subject}: waiting for ${holder}`);
  };
}

/** Before there is a line of progress that could say it. */
function tell(message: string): void {
  process.stderr.write(`  … ${message}\n`);
}
