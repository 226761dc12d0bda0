import type { StateInstance, TerraformState } from '../../operations/state/terraform-state';
import type { Mending } from './mending';
import type { Observed, ObservedContainer } from './observed';

/** One stack in its state, and on the engine. */
export interface Situation {
  readonly state: TerraformState;
  readonly observed: Observed;
  /** Names of the containers to which the stack's running gateways lead requests. */
  readonly serving: ReadonlySet<string>;
}

/** Changes that make the state true. */
export interface Correction {
  readonly state: TerraformState;
  /** To be stopped and removed. */
  readonly removed: readonly ObservedContainer[];
  /** Loaders whose files have to be written once more. */
  readonly rewritten: readonly StateInstance[];
  readonly mendings: readonly Mending[];
}

/** Left by the health gate for a look at what failed. */
export function isKeptFailure({ name }: ObservedContainer): boolean {
  return name.endsWith('-failed');
}

/** Failures that were kept and of whose app there is a later one: the latest is enough for a look. */
export function earlierFailures({ containers }: Observed): readonly ObservedContainer[] {
  const latest = new Map<string | undefined, ObservedContainer>();
  for (const failure of containers.filter(isKeptFailure)) {
    const other = latest.get(failure.app);
    if (other === undefined || compareAge(failure, other) > 0) latest.set(failure.app, failure);
  }
  return containers.filter((container) => isKeptFailure(container) && latest.get(container.app) !== container);
}

function compareAge(a: ObservedContainer, b: ObservedContainer): number {
  return a.createdAt - b.createdAt || (a.name < b.name ? 1 : -1);
}

/** True if a container does what it is for, as far as can be seen from outside. */
export function isTrusted(container: ObservedContainer, instance: StateInstance | undefined, situation: Situation): boolean {
  const { serving } = situation;
  if (container.role === 'loader') {
    const servers = serversIn(instance);
    return servers.length === 0 || serving.size === 0 || servers.some((name) => serving.has(name));
  }
  // What is never started again runs once: a job, or what makes the authority.
  if (container.limits.restart === 'no') return container.succeeded;
  if (isRouted(container, situation)) return serving.has(container.name);
  return container.status === 'running' && ['healthy', 'none'].includes(container.health);
}

/** True if a running gateway leads requests to a replica of the same app. */
function isRouted({ role, app }: ObservedContainer, { observed, serving }: Situation): boolean {
  return role === 'replica' && observed.containers.some((other) => other.app === app && serving.has(other.name));
}

/** Containers that the backends of a loader name; none for other files. */
export function serversIn(instance: StateInstance | undefined): readonly string[] {
  return (instance?.attributes.upload ?? []).flatMap(({ content }) =>
    [...(content ?? '').matchAll(/^ +server \S+ ([^\s:]+):\d+ /gm)].map(([, host = '']) => host),
  );
}

/** True if an instance is a loader's: the state of any other container has an empty list. */
export function writesFiles({ attributes }: StateInstance): boolean {
  return (attributes.upload ?? []).length > 0;
}

/** The container of an instance, if the engine has it. */
export function containerOf({ attributes }: StateInstance, { containers }: Observed): ObservedContainer | undefined {
  return containers.find(({ id }) => id === attributes.id);
}

export function currentOf(instances: readonly StateInstance[]): StateInstance | undefined {
  return instances.find(({ deposed }) => deposed === undefined);
}

/** The same instances with `chosen` as the current one; the one that was current takes its place among those to be destroyed. */
export function withCurrent(instances: readonly StateInstance[], chosen: StateInstance): readonly StateInstance[] {
  return instances.map((instance) => {
    if (instance === chosen) {
      const { deposed: _deposed, ...current } = instance;
      return current;
    }
    return instance.deposed === undefined ? { ...instance, deposed: chosen.deposed ?? '' } : instance;
  });
}
