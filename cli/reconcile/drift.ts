import type { StateInstance, TerraformState } from '../../operations/state/terraform-state';
import type { DeclaredResource, SealedLimits } from './declared';
import type { Mending } from './mending';
import type { ChangeableLimits, Observed, ObservedContainer } from './observed';
import { containerOf, currentOf } from './situation';

/** How the containers that are to run on differ from what they should be. */
export interface Drift {
  /** The state with the limits that the engine has: Terraform then sees what was changed by hand, and sets it back. */
  readonly state: TerraformState;
  readonly stopped: readonly ObservedContainer[];
  /** Containers that are not in all of their networks. */
  readonly detached: readonly Deviation[];
  /** Containers that are in other networks as well. */
  readonly intruding: readonly Deviation[];
  /** Containers whose names are not theirs, by which others find them. */
  readonly renamed: readonly Deviation[];
  /** Containers with other limits than declared, where Terraform could not set them back. */
  readonly loosened: readonly Deviation[];
  readonly mendings: readonly Mending[];
}

/** A container that is not as it is declared. */
export interface Deviation {
  readonly container: ObservedContainer;
  readonly declared: DeclaredResource;
}

const STOPPED: readonly ObservedContainer['status'][] = ['created', 'exited', 'dead', 'paused'];
/** Network that the engine lists for a container without any. */
const NO_NETWORK = 'none';
const SEALED: readonly (keyof SealedLimits)[] = ['CpuPeriod', 'CpuQuota', 'PidsLimit'];
const LIMITS: readonly (keyof ChangeableLimits)[] = ['memory', 'memory_swap', 'cpu_shares', 'restart'];

/** Compares what runs with the state and the declared configuration, for containers that this apply does not replace. */
export function findDrift(state: TerraformState, declared: ReadonlyMap<string, DeclaredResource>, observed: Observed): Drift {
  const stopped: ObservedContainer[] = [];
  const detached: Deviation[] = [];
  const intruding: Deviation[] = [];
  const renamed: Deviation[] = [];
  const loosened: Deviation[] = [];
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
    const deviation = { container, declared: wanted };
    if ([...wanted.networks.keys()].some((network) => !container.networks.includes(network))) {
      detached.push(deviation);
      mendings.push({ kind: 'attached', name: wanted.name });
    }
    if (strangeNetworks(deviation).length > 0) {
      intruding.push(deviation);
      mendings.push({ kind: 'detached', name: wanted.name });
    }
    if (container.name !== wanted.name) {
      renamed.push(deviation);
      mendings.push({ kind: 'renamed', name: wanted.name });
    }
    const isLoosened = SEALED.some((name) => wanted.sealed[name] !== undefined && wanted.sealed[name] !== container.sealed[name]);
    if (isLoosened) loosened.push(deviation);
    const changed = LIMITS.filter((name) => isChanged(current, container.limits, name));
    if (isLoosened || changed.length > 0) mendings.push({ kind: 'drifted', name: wanted.name });
    if (changed.length === 0) return resource;
    const live = Object.fromEntries(changed.map((name) => [name, container.limits[name]]));
    const drifted = { ...current, attributes: { ...current.attributes, ...live } };
    return { ...resource, instances: resource.instances.map((instance) => (instance === current ? drifted : instance)) };
  });
  return { state: { ...state, resources }, stopped, detached, intruding, renamed, loosened, mendings };
}

/** Networks that a container is in and should not be. */
export function strangeNetworks({ container, declared }: Deviation): readonly string[] {
  return container.networks.filter((network) => network !== NO_NETWORK && !declared.networks.has(network));
}

function isChanged({ attributes }: StateInstance, limits: ChangeableLimits, name: keyof ChangeableLimits): boolean {
  const known = attributes[name];
  return known !== undefined && known !== null && known !== limits[name];
}
