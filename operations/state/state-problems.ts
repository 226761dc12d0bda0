import { ownedBy } from '../engine/labels';
import type { StateStore } from './state-store';
import type { States } from './states';

const GONE = 'is gone, while the engine has its containers';

/** Problems of the states of an installation: a sentence for each stack whose state cannot be read, or is gone while its containers are there. */
export async function stateProblems(store: StateStore, states: States): Promise<readonly string[]> {
  const unreadable = states.unreadable.map((stack) => states.problemOf(stack) ?? '');
  const containers = await store.session.engine().listContainers({ all: true, filters: ownedBy(store.session.instance) });
  const running = new Set(containers.flatMap(({ Labels: labels }) => labels['appengine.stack'] ?? []));
  const missing = [...running].filter((stack) => !states.stacks.includes(stack)).sort();
  const isDeploying = await Promise.all(missing.map((stack) => store.journalOf(stack).isOpen()));
  const gone = missing.filter((_, index) => isDeploying[index] !== true).map((stack) => store.of(stack).describe(GONE));
  return [...unreadable, ...gone];
}
