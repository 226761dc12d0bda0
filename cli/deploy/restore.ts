import type { StateInstance, TerraformState } from './state';

/**
 * After a failed deploy the state says the wrong thing: the replicas that never got healthy are the current ones, and those that serve are left over.
 * This swaps them for every app with a failed replica, so that the old configuration is a plan without containers to make, and the failed ones are
 * what the next apply removes.
 * @returns the corrected state, undefined where nothing has to be corrected
 */
export function restored(state: TerraformState): TerraformState | undefined {
  const containers = state.resources.filter(({ type }) => type === 'docker_container');
  const failed = new Set(
    containers
      .filter(({ instances }) => currentOf(instances)?.status === 'tainted' && leftOverOf(instances) !== undefined)
      .map(({ instances }) => appOf(currentOf(instances))),
  );
  if (failed.size === 0) return undefined;
  const resources = state.resources.map((resource) => {
    const leftOver = leftOverOf(resource.instances);
    if (!containers.includes(resource) || leftOver === undefined || !failed.has(appOf(leftOver))) return resource;
    return { ...resource, instances: resource.instances.map((instance) => swapped(instance, leftOver)) };
  });
  return { ...state, serial: state.serial + 1, resources };
}

function swapped(instance: StateInstance, leftOver: StateInstance): StateInstance {
  if (instance === leftOver) {
    const { deposed: _deposed, ...current } = instance;
    return current;
  }
  return instance.deposed === undefined ? { ...instance, deposed: leftOver.deposed ?? '' } : instance;
}

function currentOf(instances: readonly StateInstance[]): StateInstance | undefined {
  return instances.find(({ deposed }) => deposed === undefined);
}

/** What served before: the one left over that did not fail itself. */
function leftOverOf(instances: readonly StateInstance[]): StateInstance | undefined {
  return instances.find(({ deposed, status }) => deposed !== undefined && status !== 'tainted');
}

/** The app of a replica; any other container, such as a gateway, is an app of its own. */
function appOf(instance: StateInstance | undefined): string {
  const labels = instance?.attributes.labels ?? [];
  const valueOf = (name: string): string | undefined => labels.find(({ label }) => label === `appengine.${name}`)?.value;
  return valueOf('app') ?? valueOf('role') ?? '';
}
