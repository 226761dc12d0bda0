import type { Facts } from './facts';
import type { ContainerFacts } from './facts/container-facts';
import type { Items, Known } from './facts/known';
import { isAt, isOfEngine, type Waiver } from './waivers';

/** Kind of a resource that an engine has of several owners. */
export type SharedKind = 'container' | 'image' | 'network' | 'volume';
export const SHARED_KINDS: readonly SharedKind[] = ['container', 'image', 'network', 'volume'];

/** Resources of an engine that are others', by their kinds. */
export type Others = Readonly<Record<SharedKind, number>>;

/** Networks that every engine has. */
const BUILT_IN = ['bridge', 'host', 'none'];
const LABEL = 'appengine.instance';

/**
 * Facts of an engine without resources of others. Ours is what is declared, what has our name or our label, what reaches into what is ours, what is not known,
 * and what a waiver names.
 * @param instance name of the installation
 */
export function judgedFacts(facts: readonly Facts[], waivers: readonly Waiver[], instance: string): readonly Facts[] {
  const targets = waivers.map(({ target }) => target).filter(isOfEngine);
  const isOurs = (fact: Facts): boolean =>
    !fact.path.startsWith('engine/') || targets.some((target) => isAt(target, fact)) || belongsTo(fact, instance);
  const used = new Set(
    facts.flatMap((fact) => (fact.kind === 'container' && isOurs(fact) && fact.image.known ? [fact.image.value.name] : [])),
  );
  return facts.filter((fact) => isOurs(fact) || (fact.kind === 'image' && fact.reference.known && used.has(fact.reference.value.name)));
}

/** Resources that were left out, counted. */
export function othersIn(facts: readonly Facts[], judged: readonly Facts[]): Others {
  const kept = new Set(judged);
  const counted = (kind: SharedKind): number => facts.filter((fact) => fact.kind === kind && !kept.has(fact)).length;
  return { container: counted('container'), image: counted('image'), network: counted('network'), volume: counted('volume') };
}

function belongsTo(fact: Facts, instance: string): boolean {
  if (fact.kind === 'container') return isContainerOurs(fact, instance);
  if (fact.kind === 'image') return !fact.reference.known || fact.reference.value.name.startsWith(`appengine.invalid/${instance}/`);
  if (fact.kind === 'network') return may(fact.name, (name = '') => BUILT_IN.includes(name) || isNameOf(name, instance));
  if (fact.kind === 'volume') return may(fact.name, (name = '') => isNameOf(name, instance));
  return true;
}

/** Labels are claims: one that is in a network of ours, shares a namespace with a container of ours or sees its data is looked at whether it has one or not. */
function isContainerOurs(container: ContainerFacts, instance: string): boolean {
  const { name, labels, networks, mounts, volumesFrom, networkMode, pidMode, ipcMode } = container;
  const isNamed = (value = ''): boolean => isNameOf(value.replace(/^container:/, ''), instance);
  return (
    [name, networkMode, pidMode, ipcMode].some((value) => may(value, isNamed)) ||
    any(labels, (label) => label.name === LABEL && may(label.value, (value) => value === instance)) ||
    [...networks, ...volumesFrom].some((value) => may(value, isNamed)) ||
    any(mounts, ({ source }) => may(source, isNamed))
  );
}

function isNameOf(name: string, instance: string): boolean {
  return name.startsWith(`${instance}-`) || name.startsWith(`${instance}.`);
}

/** An unknown value may be anything. */
function may<T>(fact: Known<T>, isSuch: (value: T) => boolean): boolean {
  return !fact.known || isSuch(fact.value);
}

function any<T>(items: Items<T>, isSuch: (value: T) => boolean): boolean {
  return items.some((item) => may(item, isSuch));
}
