import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { AppEngineError } from '../../constructs/errors';
import { LOCAL, isSameBackend, isShared, usedBackend } from '../../operations/state/backend';
import { StateStore, stateFiles } from '../../operations/state/state-store';
import { States } from '../../operations/state/states';
import { hasDeployed } from '../../operations/state/terraform-state';
import type { Session } from '../../operations/session';

/** A state that was moved. */
export interface MovedState {
  readonly stack: string;
  readonly from: string;
  readonly to: string;
}

/** Of a state file whose content is elsewhere now. */
const MIGRATED_SUFFIX = '.migrated';

/**
 * Makes sure that what this checkout has deployed is not left behind in another backend.
 * @param projectId that this checkout knows the installation by
 * @param id in the states of the declared backend
 * @throws AppEngineError StateNotMigrated
 */
export async function checkMigrated(session: Session, store: StateStore, projectId?: string, id?: string): Promise<void> {
  const source = sourceOf(session, store);
  // Another checkout that shares the installation has done it.
  if (source === undefined || (id !== undefined && id === projectId && isShared(source.backend))) return;
  const left = (await States.read(source)).stacks;
  if (left.length === 0) return;
  throw new AppEngineError(
    'StateNotMigrated',
    `${left.join(', ')} were deployed with states in ${source.of(left[0] ?? '').place}, and are declared to have them in ${store.of(left[0] ?? '').place}; move them with: npx appengine state migrate`,
  );
}

/**
 * Moves states to another backend. Can be repeated after it was interrupted.
 * @param states in `source`
 * @throws AppEngineError StateTaken where another installation has states there
 */
export async function migrateStates(source: StateStore, states: States, store: StateStore): Promise<readonly MovedState[]> {
  const problem = states.unreadable.map((stack) => states.problemOf(stack))[0];
  if (problem !== undefined) throw new AppEngineError('StateUnreadable', problem);

  const moved: MovedState[] = [];
  for (const [stack, { state, isStored }] of states.all) {
    if (!isStored) continue;
    const target = store.of(stack);
    const there = await target.open();
    const isThere = there.isStored && there.state.lineage === state.lineage && there.state.serial >= state.serial;
    if (there.isStored && !isThere && hasDeployed(there.state) && there.state.lineage !== state.lineage) {
      throw new AppEngineError(
        'StateTaken',
        `${target.place} has a state of another ${stack}, with ${String(there.state.resources.length)} resources; name another place in the backend, or another APPENGINE_INSTANCE`,
      );
    }
    if (!isThere) await target.write(state);
    await forget(source, stack);
    moved.push({ stack, from: source.of(stack).place, to: target.place });
  }
  return moved;
}

/** Place of this checkout's states until now; undefined if that is where they are declared to be. */
export function sourceOf(session: Session, store: StateStore): StateStore | undefined {
  const used = usedBackend(session.instance) ?? LOCAL;
  const hasFiles = store.isShared && stateFiles(session.instance).length > 0;
  const backend = hasFiles ? LOCAL : used;
  if (isSameBackend(backend, store.backend)) return undefined;
  return new StateStore(session, backend, store.declared);
}

/** Leaves nothing behind that a program which declares the old place would go on with. */
async function forget(source: StateStore, stack: string): Promise<void> {
  const file = source.session.instance.stateFile(stack);
  if (source.isShared) await source.of(stack).remove();
  else if (existsSync(file)) await rename(file, `${file}${MIGRATED_SUFFIX}`);
}
