import type { StateInstance, StateResource } from '../../operations/state/terraform-state';
import type { DeclaredResource } from './declared';
import type { Mending } from './mending';
import type { Observed, ObservedContainer } from './observed';
import { containerOf, currentOf, isTrusted, withCurrent, writesFiles, type Correction, type Situation } from './situation';

/** A correction for the next apply. */
export interface Preparation extends Correction {
  /** Resources that the engine has and the state does not know, by address: to become a part of the state. */
  readonly adopted: ReadonlyMap<string, string>;
}

/**
 * Before an apply: what is gone is forgotten, and what bears a declared name is either current or out of the way. The engine knows a name once, and
 * Terraform does not look.
 * @param declared what is about to be deployed
 * @param isLost whether the state was lost, so that what it does not know may be all there is
 */
export function prepare(situation: Situation, declared: ReadonlyMap<string, DeclaredResource>, isLost: boolean): Preparation {
  const { state, observed } = situation;
  const removed: ObservedContainer[] = [];
  const rewritten: StateInstance[] = [];
  const mendings: Mending[] = [];
  const adopted = new Map<string, string>();

  const lost = lostVolumes(observed, declared);
  const missing = (name: string): void => void mendings.push({ kind: 'missing', name });
  const remove = (container: ObservedContainer): void => {
    removed.push(container);
    mendings.push({ kind: 'removed', name: container.name });
  };

  const prepared = (resource: StateResource): StateResource => {
    // Only looked at, and by the next plan again.
    if (resource.mode === 'data') return resource;
    const address = `${resource.type}.${resource.name}`;
    const wanted = declared.get(address);
    const present = onePerId(resource.instances).filter((instance) => {
      const isThere = isPresent(resource.type, instance, situation, wanted) && !isUndone(wanted, declared, observed, lost);
      const name = instance.attributes.name ?? wanted?.keeps;
      if (!isThere && instance.deposed === undefined && name !== undefined) missing(name);
      return isThere;
    });
    const current = currentOf(present);
    const claimants = present.filter(
      (instance) => instance.attributes.name === wanted?.name && (instance !== current || current.status === 'tainted'),
    );
    if (wanted === undefined || wanted.name === '' || claimants.length === 0) return { ...resource, instances: present };

    const chosen = claimants.find(
      (instance) => instance !== current && instance.status !== 'tainted' && mayBecomeCurrent(instance, resource, situation),
    );
    const blocking = claimants.filter((instance) => instance !== chosen && resource.type === 'docker_container');
    for (const instance of blocking) {
      const container = containerOf(instance, observed);
      // The health gate has given the name of what failed away.
      if (container?.name === wanted.name) remove(container);
    }
    const left = present.filter((instance) => !blocking.includes(instance) || containerOf(instance, observed)?.name !== wanted.name);
    if (chosen === undefined) return { ...resource, instances: left };
    mendings.push({ kind: 'restored', name: wanted.name });
    if (writesFiles(chosen)) rewritten.push(chosen);
    return { ...resource, instances: withCurrent(left, chosen) };
  };

  const resources = state.resources.map(prepared).filter(({ instances }) => instances.length > 0);

  const known = new Set(state.resources.flatMap(({ instances }) => instances.map(({ attributes }) => attributes.id)));
  const byName = new Map([...declared.values()].map((resource) => [`${resource.type} ${resource.name}`, resource]));
  for (const container of observed.containers.filter(({ id }) => !known.has(id))) {
    const wanted = byName.get(`docker_container ${container.name}`);
    if (!isWorthKeeping(container, wanted !== undefined, situation, isLost)) remove(container);
    if (wanted === undefined || removed.includes(container)) continue;
    adopted.set(wanted.address, container.id);
    mendings.push({ kind: 'adopted', name: container.name });
  }
  const present = new Set(resources.map(({ type, name }) => `${type}.${name}`));
  for (const { address, type, name } of declared.values()) {
    const id = present.has(address) ? undefined : existingId(type, name, observed, isLost);
    if (id === undefined) continue;
    adopted.set(address, id);
    mendings.push({ kind: 'adopted', name });
  }
  return { state: { ...state, resources }, removed, rewritten, mendings, adopted };
}

/** Of a container that the state does not know: one that is left by a deploy that did not end holds volumes and networks that are to go. */
function isWorthKeeping(container: ObservedContainer, isDeclared: boolean, situation: Situation, isLost: boolean): boolean {
  if (!isLost) return situation.serving.has(container.name);
  return isDeclared ? container.role === 'loader' || isTrusted(container, undefined, situation) : container.status === 'running';
}

/** Of what bears a declared name already. Volumes and images are simply made once more, unless nothing else is known of them. */
function existingId(type: string, name: string, observed: Observed, isLost: boolean): string | undefined {
  if (type === 'docker_network') return [...observed.networks].find(([, other]) => other === name)?.[0];
  if (type === 'docker_volume' && isLost && observed.volumes.has(name)) return name;
  const image = type === 'docker_image' && isLost ? observed.images.get(name) : undefined;
  return image === undefined ? undefined : `${image}${name}`;
}

/** True if the engine still has the object of an instance. One that has done its work for good may be gone. */
function isPresent(type: string, instance: StateInstance, situation: Situation, wanted: DeclaredResource | undefined): boolean {
  const { observed } = situation;
  const { id = '', name = '' } = instance.attributes;
  switch (type) {
    case 'docker_container':
      return (
        containerOf(instance, observed) !== undefined ||
        (instance.deposed === undefined && hasDoneItsWork(instance, observed.volumes, wanted))
      );
    case 'docker_network':
      return observed.networks.has(id);
    case 'docker_volume':
      return observed.volumes.has(name);
    case 'docker_image':
      return !name.startsWith('appengine.invalid/') || isBuiltHere(name, situation);
    default:
      return true;
  }
}

/** Volumes with users' data that are gone. The engine would make them again without a word, and without our labels, for the first container that mounts one. */
function lostVolumes({ volumes }: Observed, declared: ReadonlyMap<string, DeclaredResource>): ReadonlySet<string> {
  return new Set([...declared.values()].flatMap(({ keeps }) => (keeps === undefined || volumes.has(keeps) ? [] : [keeps])));
}

/** True of what makes a volume that is gone, and of programs that ran once to fill it: they run again. */
function isUndone(
  wanted: DeclaredResource | undefined,
  declared: ReadonlyMap<string, DeclaredResource>,
  { volumes }: Observed,
  lost: ReadonlySet<string>,
): boolean {
  if (wanted?.type !== 'terraform_data') return false;
  const before = wanted.dependencies.flatMap((address) => declared.get(address) ?? []);
  const filled = before.flatMap((resource) => {
    // A given secret is loaded into a volume by no container of the state.
    if (resource.type === 'docker_volume') return [resource.name];
    return fillsVolumes(resource.role) ? resource.volumes : resource.volumes.filter((volume) => lost.has(volume));
  });
  return (wanted.keeps !== undefined && lost.has(wanted.keeps)) || filled.some((volume) => !volumes.has(volume));
}

/** Credentials and secrets are in volumes that no other program fills. */
function fillsVolumes(role: string | undefined): boolean {
  return role === 'binding' || role === 'secret';
}

/** True if the engine's image of that name is one that the state knows: by hand the name can be given to any other. */
function isBuiltHere(name: string, { state, observed }: Situation): boolean {
  const image = observed.images.get(name);
  return (
    image !== undefined && state.resources.some(({ instances }) => instances.some(({ attributes }) => attributes.id === `${image}${name}`))
  );
}

/** A loader or a program of credentials whose volumes are there, or a job: that a nightly clean-up removed their containers changes nothing. */
function hasDoneItsWork(instance: StateInstance, volumes: ReadonlySet<string>, wanted: DeclaredResource | undefined): boolean {
  if (wanted === undefined || instance.status === 'tainted' || instance.attributes.name !== wanted.name) return false;
  const role = instance.attributes.labels?.find(({ label }) => label === 'appengine.role')?.value;
  const fills = role === 'loader' || fillsVolumes(role);
  return role === 'job' || (fills && wanted.volumes.every((volume) => volumes.has(volume)));
}

function mayBecomeCurrent(instance: StateInstance, { type }: StateResource, situation: Situation): boolean {
  if (type !== 'docker_container') return true;
  const container = containerOf(instance, situation.observed);
  return container !== undefined && isTrusted(container, instance, situation);
}

/** A volume's id is its name: two generations of one name are one volume, and destroying either destroys both. */
function onePerId(instances: readonly StateInstance[]): readonly StateInstance[] {
  const current = currentOf(instances);
  return instances.filter(
    (instance, index) =>
      instance === current ||
      (instance.attributes.id !== current?.attributes.id &&
        instances.findIndex(({ attributes }) => attributes.id === instance.attributes.id) === index),
  );
}
