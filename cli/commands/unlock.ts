import { AppEngineError } from '../../constructs/errors';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { locksOfProject, locksOnEngine } from '../locks/held-locks';
import { describeHolder, isRunningHere } from '../locks/lock-holder';
import type { StateStore } from '../../operations/state/state-store';
import { confirm } from '../terminal/confirm';
import { openSession } from '../session';
import type { Session } from '../../operations/session';

/** A lock that can be taken away. */
interface Unlockable {
  /** Such as `stacks/acme: `appengine up` of anna on host1 (pid 4711), since 12:01`. */
  readonly described: string;
  unlock(): Promise<void>;
}

/**
 * Takes locks away from commands that were killed on another machine, where this one cannot see that they are gone. Names each, and asks.
 * @param names stacks. @default all of them
 * @returns the exit code
 */
export async function unlockState(names: readonly string[], options: { readonly yes?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const store = await openStore(session);
  const found = [...(await commandLocks(session, names)), ...(await terraformLocks(store, names))];
  if (found.length === 0) {
    process.stdout.write('Nothing is locked.\n');
    return 0;
  }
  const told = found.map(({ described }) => `  ${described}\n`).join('');
  if (options.yes !== true && !process.stdin.isTTY) {
    throw new AppEngineError(
      'ConfirmationMissing',
      `\`state unlock\` takes locks away from others, and there is no terminal to ask on; add --yes if all of these are gone:\n${told}`,
    );
  }
  process.stdout.write(told);
  if (
    options.yes !== true &&
    !(await confirm('What still runs there and what is done here would destroy each other: all of these are gone.'))
  ) {
    process.stdout.write('Nothing was unlocked.\n');
    return 1;
  }
  for (const lock of found) await lock.unlock();
  process.stdout.write(`${String(found.length)} unlocked.  Next: npx appengine up\n`);
  return 0;
}

/** Our own, of this checkout and on the engine. @throws AppEngineError LockInUse where the holder is seen to run */
async function commandLocks(session: Session, names: readonly string[]): Promise<readonly Unlockable[]> {
  const held = [...(await locksOfProject(session.instance)), ...(await locksOnEngine(session))];
  return held
    .filter(({ name }) => !name.startsWith('stacks/') || names.length === 0 || names.includes(name.slice('stacks/'.length)))
    .map(({ name, ticket, queue }) => {
      if (isRunningHere(ticket)) {
        throw new AppEngineError(
          'LockInUse',
          `${describeHolder(ticket)} is at work on this machine; wait for its end, or end that process`,
        );
      }
      return { described: `${name}: ${describeHolder(ticket)}`, unlock: () => queue.remove(ticket.id) };
    });
}

/** Those of Terraform, in the backend. */
async function terraformLocks(store: StateStore, names: readonly string[]): Promise<readonly Unlockable[]> {
  const found: Unlockable[] = [];
  for (const stack of names.length > 0 ? names : await store.candidates()) {
    const state = store.of(stack);
    const lock = await state.lock();
    if (lock === undefined) continue;
    const { id, holder } = lock;
    if (id === undefined) {
      process.stderr.write(`  ${stack}: ${state.place} is locked for as long as somebody's connection lasts, and does not tell whose\n`);
      continue;
    }
    found.push({ described: `${stack}, ${state.place}: ${holder ?? 'another Terraform'}`, unlock: () => state.unlock(id) });
  }
  return found;
}
