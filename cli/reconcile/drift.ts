import type { StateInstance, TerraformState } from '../state/terraform-state';
import type { DeclaredResource } from './declared';
import type { Mending } from './mending';
import type { ChangeableLimits, Observed, ObservedContainer } from './observed';
import { containerOf, currentOf } from './situation';

/** How the containers that are to run on differ from what they should be. */
export interface Drift {
  /** The state with the limits that the engine has: Terraform then sees what was changed by hand, and sets it back. */
  readonly state: TerraformState;
  readonly stopped: readonly ObservedContainer[];
  /** Containers that are not in all of their networks. */
  readonly detached: readonly { readonly container: ObservedContainer; readonly declared: DeclaredResource }[];
  readonly mendings: readonly Mending[];
}

const STOPPED: readonly ObservedContainer['status'][] = ['created', 'exited', 'dead', 'paused'];
const LIMITS: readonly (keyof ChangeableLimits)[] = ['memory', 'memory_swap', 'cpu_shares', 'restart'];

/** Compares what runs with the state and the declared configuration, for containers that this apply does not replace. */
export function findDrift(state: TerraformState, declared: ReadonlyMap<string, DeclaredResource>, observed: Observed): Drift {
  const stopped: ObservedContainer[] = [];
  const detached: Drift['detached'][number][] = [];
  const mendings: Mending[] = [];
  const resources = state.resources.map((resource) => {
    const wanted = declared.get(`${resource.type}.${resource.name}`);
    const current = currentOf(resource.instances);
    const container = current === undefined ? undefined : containerOf(current, observed);
    if (wanted?.runsOn !== true || current === undefined || container === undefined) return resource;
    if (current.attributes.name !== wanted.name || current.status === 'tainted') return resource;
    if (STOPPED.includes(container.status)) {
      stopped.push(container);
      mendings.push({ kind: 'started', name: container.name });
    }
    if ([...wanted.networks.keys()].some((network) => !container.networks.includes(network))) {
      detached.push({ container, declared: wanted });
      mendings.push({ kind: 'attached', name: container.name });
    }
    const changed = LIMITS.filter((name) => isChanged(current, container.limits, name));
    if (changed.length === 0) return resource;
    mendings.push({ kind: 'drifted', name: container.name });
    const live = Object.fromEntries(changed.map((name) => [name, container.limits[name]]));
    const drifted = { ...current, attributes: { ...current.attributes, ...live } };
    return { ...resource, instances: resource.instances.map((instance) => (instance === current ? drifted : instance)) };
  });
  return { state: { ...state, resources }, stopped, detached, mendings };
}

function isChanged({ attributes }: StateInstance, limits: ChangeableLimits, name: keyof ChangeableLimits): boolean {
  const known = attributes[name];
  return known !== undefined && known !== null && known !== limits[name];
}
