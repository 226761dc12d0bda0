import type { StateInstance, StateResource } from '../deploy/terraform-state';
import type { Mending } from './mending';
import type { ObservedContainer } from './observed';
import { containerOf, currentOf, isKeptFailure, isTrusted, withCurrent, writesFiles, type Correction, type Situation } from './situation';

/**
 * After a deploy that failed, was interrupted or was cut off: what serves becomes current again, and what never got that far is removed. A failed
 * container that the health gate has kept stays, for the next deploy to remove.
 * @param isCutOff whether the deploy ended without a word: then nothing that is not seen to work is believed to
 */
export function settle(situation: Situation, isCutOff: boolean): Correction {
  const removed: ObservedContainer[] = [];
  const rewritten: StateInstance[] = [];
  const mendings: Mending[] = [];

  const remove = (container: ObservedContainer): void => {
    removed.push(container);
    mendings.push({ kind: 'removed', name: container.name });
  };

  const settled = (resource: StateResource): StateResource => {
    if (resource.type !== 'docker_container') return resource;
    const { instances } = resource;
    const current = currentOf(instances);
    const container = current === undefined ? undefined : containerOf(current, situation.observed);
    const isUnfinished = isCutOff || current?.status === 'tainted' || instances.length > 1;
    if (!isUnfinished) return resource;
    if (current?.status !== 'tainted' && container !== undefined && isTrusted(container, current, situation)) return resource;

    const serving = instances.find((instance) => instance.deposed !== undefined && isServing(instance, situation));
    if (serving !== undefined) {
      const kept = withCurrent(instances, serving);
      const name = serving.attributes.name ?? '';
      mendings.push({ kind: 'restored', name });
      if (writesFiles(serving)) rewritten.push(serving);
      if (container === undefined || isKeptFailure(container)) return { ...resource, instances: kept };
      remove(container);
      return { ...resource, instances: kept.filter(({ attributes }) => attributes.id !== current?.attributes.id) };
    }
    if (container === undefined || isKeptFailure(container)) return resource;
    remove(container);
    return { ...resource, instances: instances.filter((instance) => instance !== current) };
  };

  const resources = situation.state.resources.map(settled).filter(({ instances }) => instances.length > 0);
  return { state: { ...situation.state, resources }, removed, rewritten, mendings };
}

/** A replaced container that still does what it is for, or did until its replacement stopped it. */
function isServing(instance: StateInstance, situation: Situation): boolean {
  const container = containerOf(instance, situation.observed);
  if (container === undefined || isKeptFailure(container) || instance.status === 'tainted') return false;
  return isTrusted(container, instance, situation) || (container.role === 'replica' && container.status === 'exited');
}
