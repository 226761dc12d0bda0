import type { StateInstance, StateResource } from '../../operations/state/terraform-state';
import type { Mending } from './mending';
import type { ObservedContainer } from './observed';
import {
  containerOf,
  currentOf,
  earlierFailures,
  isKeptFailure,
  isTrusted,
  withCurrent,
  writesFiles,
  type Correction,
  type Situation,
} from './situation';

/**
 * After a deploy that failed, was interrupted or was cut off: what serves becomes current again, and what never got that far is removed. Of the
 * failed containers that the health gate has kept the latest of each app stays, for the next deploy to remove.
 * @param isCutOff whether the deploy ended without a word: then nothing that is not seen to work is believed to
 */
export function settle(found: Situation, isCutOff: boolean): Correction {
  const superseded = earlierFailures(found.observed);
  // What is judged is what is left without them.
  const situation = without(found, superseded);
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
    const isUnfinished = isCutOff || current === undefined || current.status === 'tainted' || instances.length > 1;
    if (!isUnfinished) return resource;
    if (current !== undefined && container !== undefined && isTrusted(container, current, situation)) {
      if (current.status !== 'tainted') return resource;
      // Requests are led to it, also if something went wrong after that.
      if (situation.serving.has(container.name))
        return { ...resource, instances: instances.map((i) => (i === current ? untainted(i) : i)) };
    }

    const replaced = instances.filter(({ deposed }) => deposed !== undefined);
    const hasFailed = container === undefined || current?.status === 'tainted';
    const serving =
      replaced.find((instance) => isServing(instance, situation)) ??
      // One that stopped for its successor.
      (hasFailed ? replaced.find((instance) => hasStopped(instance, situation)) : undefined);
    if (serving !== undefined) {
      const kept = withCurrent(instances, serving);
      const name = serving.attributes.name ?? '';
      mendings.push({ kind: 'restored', name });
      if (writesFiles(serving)) rewritten.push(serving);
      if (container !== undefined && isKeptFailure(container)) return { ...resource, instances: kept };
      if (container !== undefined) remove(container);
      return { ...resource, instances: kept.filter(({ attributes }) => attributes.id !== current?.attributes.id) };
    }
    const isKept = container === undefined || isKeptFailure(container) || (!isCutOff && current?.status !== 'tainted');
    if (isKept) return resource;
    remove(container);
    return { ...resource, instances: instances.filter((instance) => instance !== current) };
  };

  const resources = situation.state.resources.map(settled).filter(({ instances }) => instances.length > 0);
  return { state: { ...situation.state, resources }, removed: [...removed, ...superseded], rewritten, mendings };
}

function without({ state, observed, serving }: Situation, removed: readonly ObservedContainer[]): Situation {
  const ids = new Set(removed.map(({ id }) => id));
  const left = ({ instances, ...resource }: StateResource): StateResource => ({
    ...resource,
    instances: instances.filter(({ attributes: { id = '' } }) => !ids.has(id)),
  });
  return {
    state: { ...state, resources: state.resources.map(left) },
    observed: { ...observed, containers: observed.containers.filter(({ id }) => !ids.has(id)) },
    serving,
  };
}

function untainted({ status: _status, ...instance }: StateInstance): StateInstance {
  return instance;
}

/** A replaced container that still does what it is for. */
function isServing(instance: StateInstance, situation: Situation): boolean {
  const container = containerOf(instance, situation.observed);
  return container !== undefined && isUsable(instance, container) && isTrusted(container, instance, situation);
}

function hasStopped(instance: StateInstance, { observed }: Situation): boolean {
  const container = containerOf(instance, observed);
  return container?.role === 'replica' && container.status === 'exited' && isUsable(instance, container);
}

function isUsable({ status }: StateInstance, container: ObservedContainer): boolean {
  return status !== 'tainted' && !isKeptFailure(container);
}
