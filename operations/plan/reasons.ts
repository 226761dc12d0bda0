import type { ContainerFacts } from '../../guidelines/facts/container-facts';
import { knownOf, type Items, type Known } from '../../guidelines/facts/known';
import { isBuiltHere } from './security/image-text';

/** Aspects of a container by the word for them, in the order in which they are named. */
const ASPECTS: readonly (readonly [word: string, of: (container: ContainerFacts) => unknown])[] = [
  ['command', ({ command }) => command],
  ['user', ({ user, groups }) => [user, sorted(groups)]],
  ['memory', ({ memory, memorySwap }) => [memory, memorySwap]],
  ['processor', ({ cpu }) => cpu],
  ['health check', ({ healthCommand }) => healthCommand],
  ['ports', ({ ports, publishAllPorts }) => [sorted(ports), publishAllPorts]],
  ['networks', ({ networks, networkMode }) => [sorted(networks), networkMode]],
  ['files', ({ mounts, uploads, volumesFrom }) => [sorted(mounts), sorted(uploads), sorted(volumesFrom)]],
  ['files in memory', ({ tmpfs, sharedMemory }) => [sorted(tmpfs), sharedMemory]],
  ['privileges', (container) => [container.privileged, container.readOnly, sorted(container.securityOptions)]],
  ['capabilities', ({ capabilities: { add, drop } }) => [sorted(add), sorted(drop)]],
  ['devices', ({ devices, gpus }) => [sorted(devices), sorted(gpus)]],
  ['logs', ({ logDriver, logOptions }) => [logDriver, sorted(logOptions)]],
  ['restarts', ({ restart, maxRetries }) => [restart, maxRetries]],
];

/** Why a container is replaced or changed, in words. What is known only after the apply is no reason. */
export function reasonsFor(before: ContainerFacts, after: ContainerFacts): readonly string[] {
  const words = ASPECTS.filter(([, of]) => differ(of(before), of(after))).map(([word]) => word);
  const reasons = [
    ...imageReason(before, after),
    ...variables(before, after),
    ...(words.length === 0 ? [] : [`other ${words.join(', ')}`]),
  ];
  return reasons.length === 0 ? ['other settings'] : reasons;
}

function imageReason({ image: before }: ContainerFacts, { image: after }: ContainerFacts): readonly string[] {
  if (!before.known || !after.known || before.value.name === after.value.name) return [];
  const isSameSource = isBuiltHere(after.value) && before.value.repository === after.value.repository;
  return [isSameSource ? 'new image (source changed)' : `new image ${after.value.name} instead of ${before.value.name}`];
}

/** By their names alone. */
function variables(before: ContainerFacts, after: ContainerFacts): readonly string[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name)).sort();
  return changed.length === 0 ? [] : [`variables ${changed.join(', ')}`];
}

function valuesOf({ environment }: ContainerFacts): ReadonlyMap<string, string> {
  return new Map(
    knownOf(environment).flatMap(({ name, value }) => (name.known ? [[name.value, value.known ? value.value : ''] as const] : [])),
  );
}

function differ(before: unknown, after: unknown): boolean {
  const [one, other] = [JSON.stringify(before), JSON.stringify(after)];
  const isOpen = [one, other].some((json) => json.includes('"known":false'));
  return !isOpen && withoutNothing(one) !== withoutNothing(other);
}

/** Without values that are not set: an empty text, zero, or nothing, depending on the side. */
function withoutNothing(json: string): string {
  return json.replace(/"value":(""|0|false|null)(?=[,}])/g, '').replace(/,(?=})/g, '');
}

function sorted<T>(items: Items<T>): readonly Known<T>[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
