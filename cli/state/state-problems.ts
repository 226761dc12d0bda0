import type { Instance } from '../../constructs/host/instance';
import { engine } from '../engine/connect';
import { ownedBy } from '../engine/labels';
import { stacksInState, stateFile, unreadableStates } from './state';

/** What is wrong with the states of an installation: a sentence for each stack whose state cannot be read, or is gone while its containers are there. */
export async function stateProblems(instance: Instance): Promise<readonly string[]> {
  const unreadable = unreadableStates(instance).map((stack) => stateFile(instance, stack).problem ?? '');
  const known = stacksInState(instance);
  const containers = await engine().listContainers({ all: true, filters: ownedBy(instance) });
  const running = new Set(containers.flatMap(({ Labels: labels }) => labels['appengine.stack'] ?? []));
  const gone = [...running]
    .filter((stack) => !known.includes(stack))
    .map((stack) => stateFile(instance, stack))
    .filter((file) => !file.isBeingDeployed)
    .map((file) => file.describe('is gone, while the engine has its containers'));
  return [...unreadable, ...gone.sort()];
}
