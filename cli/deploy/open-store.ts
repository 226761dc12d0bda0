import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { useTerraform } from '../bootstrap/terraform';
import { LOCAL, declaredBackend, usedBackend } from '../../operations/state/backend';
import { readManifest } from '../../operations/state/manifest';
import { StateStore, stateFiles } from '../../operations/state/state-store';
import type { Session } from '../../operations/session';
import { synth } from './synth';
import type { Synthesis } from './synthesis';

/** The states of what a run of the program declares. */
export function storeOf(session: Session, { directory, stacks }: Synthesis): StateStore {
  return new StateStore(
    session,
    declaredBackend(directory, stacks),
    stacks.map(({ name }) => name),
  );
}

/**
 * The states that this checkout has used last, for a command that only looks; in a new checkout those that its program declares.
 * @throws AppEngineError SynthFailed
 */
export async function openStore(session: Session): Promise<StateStore> {
  const { instance, workspace } = session;
  const manifest = readManifest(workspace.outputDirectory);
  const isUsed = manifest !== undefined || stateFiles(instance).length > 0;
  let backend = usedBackend(instance) ?? (isUsed ? LOCAL : undefined);
  let declared = manifest ?? [];
  if (backend === undefined && existsSync(join(workspace.directory, 'main.ts'))) {
    const synthesis = await synth(session);
    backend = declaredBackend(synthesis.directory, synthesis.stacks);
    declared = synthesis.stacks;
    await synthesis.publish(workspace);
  }
  const store = new StateStore(
    session,
    backend ?? LOCAL,
    declared.map(({ name }) => name),
  );
  if (store.needsTerraform) await useTerraform(session);
  return store;
}
