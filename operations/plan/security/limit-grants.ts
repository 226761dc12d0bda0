import type { ContainerFacts } from '../../../guidelines/facts/container-facts';
import { mapKnown, type Known } from '../../../guidelines/facts/known';
import type { Grant } from './grant';
import { setting } from './grants-at';

const NO_LIMIT = 'no limit';
const DEFAULT_PERIOD = 100_000;

/** Memory, processor and files that a container may take. */
export function limitGrants({ memory, memorySwap, sharedMemory, cpu, ulimits }: ContainerFacts, where: string): readonly Grant[] {
  const limit = (key: string, fact: Known<number | undefined>, unit: string): Grant =>
    setting(
      { kind: 'limit', where, key, guideline: 'SDG-06' },
      // Zero is how the engine says that there is none, and so is a negative number of swap.
      mapKnown(fact, (value) => (value === undefined || value <= 0 ? undefined : value)),
      (value) => (value === undefined ? NO_LIMIT : `${String(value)}${unit}`),
      (value) => value ?? Infinity,
    );
  return [
    limit('memory', memory, ' MiB'),
    limit('memory with swap', memorySwap, ' MiB'),
    limit(
      'shared memory',
      mapKnown(sharedMemory, (value) => value ?? 64),
      ' MiB',
    ),
    limit('processor', coresOf(cpu), ' cores'),
    ...ulimits.flatMap((item) =>
      item.known && item.value.name.known ? [{ ...limit(item.value.name.value, item.value.hard, ''), having: 'narrower' as const }] : [],
    ),
  ];
}

function coresOf({ quota, period, cores }: ContainerFacts['cpu']): Known<number | undefined> {
  if (cores.known && cores.value !== undefined && cores.value > 0) return cores;
  if (!period.known) return period;
  return mapKnown(quota, (value) =>
    value === undefined ? undefined : value / ((period.value ?? 0) > 0 ? (period.value ?? 1) : DEFAULT_PERIOD),
  );
}
