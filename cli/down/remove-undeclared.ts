import { withLock, type LockOptions } from '../locks/project-locks';
import { row } from '../terminal/format';
import type { ProgressCallback } from '../../operations/progress';
import { showProgress, type ProgressOptions } from '../terminal/progress';
import type { Session } from '../../operations/session';
import type { StateStore } from '../../operations/state/state-store';
import { removeStates } from './destroy-stacks';
import { dropShares } from '../../operations/services/shared-servers';
import { findLeftovers, removeImages, removeLeftovers, type Leftovers } from './leftovers';

/** Removes stacks that are deployed but no longer declared, and keeps their data volumes. No configuration is left of them: they are found by label. */
export async function removeUndeclared(
  session: Session,
  store: StateStore,
  names: readonly string[],
  lock: LockOptions,
  progress: ProgressOptions,
): Promise<void> {
  const tasks = names.map((name) => ({
    subject: name,
    run: (report: ProgressCallback): Promise<string> => withLock(session, name, lock, report, () => remove(session, store, name)),
  }));
  await showProgress(tasks, progress);
}

/** Removes previews with their data, which is a copy. They are found by label, wherever they were deployed from. */
export async function removePreviews(
  session: Session,
  store: StateStore,
  previews: readonly { readonly stack: string; readonly because: string }[],
  lock: LockOptions,
  progress: ProgressOptions,
): Promise<void> {
  const tasks = previews.map(({ stack, because }) => ({
    subject: stack,
    run: (report: ProgressCallback): Promise<string> =>
      withLock(session, stack, lock, report, async () => {
        const { containers, dataVolumes } = await removeAll(session, store, stack, true);
        return row(stack, `${because}: ${String(containers.length)} containers and ${String(dataVolumes.length)} data volumes removed`);
      }),
  }));
  await showProgress(tasks, progress);
}

async function removeAll(session: Session, store: StateStore, name: string, includingData: boolean): Promise<Leftovers> {
  const leftovers = await findLeftovers(session, [name]);
  await removeLeftovers(session.engine(), leftovers, includingData);
  if (includingData) await dropShares(session, name, []);
  await removeImages(session, [name]);
  await removeStates(store, [name]);
  return leftovers;
}

async function remove(session: Session, store: StateStore, name: string): Promise<string> {
  const { containers, dataVolumes } = await removeAll(session, store, name, false);
  const kept = dataVolumes.length === 0 ? '' : `; data volumes kept: ${dataVolumes.join(', ')}`;
  return row(name, `no longer declared: ${String(containers.length)} containers removed${kept}`);
}
