import { join } from 'node:path';
import type { Report } from '../terminal/progress';
import type { Workspace } from '../workspace';
import { LockMode, withLockOn } from './lock';

/** How a command waits for others of the same project. */
export interface LockOptions {
  /** The command, for those who wait for it: `appengine up --only acme`. */
  readonly command: string;
  /** How long to wait, in seconds. @default 600 */
  readonly wait?: number;
}

const DEFAULT_WAIT_SECONDS = 600;
/** Locks of stacks that this process holds: a deploy takes the lock of a stack that the command has taken already. */
const own = new Set<string>();

/**
 * Runs `work` as the only command that changes the project, or, where only some stacks are named, beside those that name other ones.
 * @param only names of stacks, those that others depend on last
 */
export async function withProject<T>(
  workspace: Workspace,
  options: LockOptions,
  only: readonly string[] | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const mode = only === undefined ? LockMode.EXCLUSIVE : LockMode.SHARED;
  const nest = (stacks: readonly string[]): Promise<T> => {
    const [stack, ...others] = stacks;
    return stack === undefined ? work() : withLock(workspace, stack, options, tell, () => nest(others));
  };
  return take(workspace, 'project', mode, options, tellOf(workspace.instance.name, tell), () => nest(only ?? []));
}

/** Runs `work` as the only one that writes the generated configuration. */
export function withSynth<T>(workspace: Workspace, options: LockOptions, work: () => Promise<T>): Promise<T> {
  return take(workspace, 'synth', LockMode.EXCLUSIVE, options, tellOf('synth', tell), work);
}

/** Runs `work` as the only one that changes a stack. */
export async function withLock<T>(
  workspace: Workspace,
  stack: string,
  options: LockOptions,
  report: Report,
  work: () => Promise<T>,
): Promise<T> {
  const key = join(workspace.instance.directory, stack);
  if (own.has(key)) return work();
  return take(workspace, join('stacks', stack), LockMode.EXCLUSIVE, options, tellOf(stack, report), async () => {
    own.add(key);
    try {
      return await work();
    } finally {
      own.delete(key);
    }
  });
}

function take<T>(
  { instance }: Workspace,
  name: string,
  mode: LockMode,
  { command, wait = DEFAULT_WAIT_SECONDS }: LockOptions,
  onWait: (holder: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  return withLockOn(join(instance.directory, 'locks', name), { mode, command, wait, onWait }, work);
}

function tellOf(subject: string, report: Report): (holder: string) => void {
  return (holder) => {
    report(`${subject}: waiting for ${holder}`);
  };
}

/** Before there is a line of progress that could say it. */
function tell(message: string): void {
  process.stderr.write(`  … ${message}\n`);
}
