import { memoryFor, mostMemory } from '../bounds';
import type { ContainerFacts } from '../facts/container-facts';
import type { HostFacts } from '../facts/host-facts';
import { mapItems, mapKnown, type Items } from '../facts/known';
import { neverRuns } from '../never-runs';
import { memoryFilesIn } from '../file-systems';
import { expectEach, expectValue, pluck, type Outcome } from '../outcome';
import { defineRule } from '../rule';

const MEBIBYTE = 1024 ** 2;
/** MiB of the engine, which it gives to the smallest container. */
const DEFAULT_SHARED_MEMORY = 64;

function expectSizes(attribute: string, sizes: Items<number | undefined>, most: number): readonly Outcome[] {
  return expectEach(attribute, sizes, (bytes = Infinity) => bytes <= most * MEBIBYTE);
}

/** No outcome for the default of the engine. */
function expectSharedMemory(facts: ContainerFacts, most: number): readonly Outcome[] {
  const size = mapKnown(facts.sharedMemory, (mebibytes) => mebibytes ?? DEFAULT_SHARED_MEMORY);
  if (neverRuns(facts) || (size.known && size.value === DEFAULT_SHARED_MEMORY)) return [];
  return [expectValue('shm_size', size, (mebibytes) => mebibytes <= most)];
}

function ofContainer(facts: ContainerFacts, host: HostFacts | undefined): readonly Outcome[] {
  const memory = memoryFor(facts, host);
  // Of memory that is not known yet, that of the host is the bound.
  const most = memory.known ? memory.value : mostMemory(host);
  const mounted = mapItems(facts.mounts, ({ driverOptions }) => memoryFilesIn(driverOptions));
  return [
    ...expectSizes(
      'tmpfs size',
      pluck(facts.tmpfs, ({ bytes }) => bytes),
      most,
    ),
    ...expectSizes('mounts.volume_options.driver_options.o size', mounted, most),
    ...expectSharedMemory(facts, most),
  ];
}

export const memoryFilesBounded = defineRule({
  id: 'SDG-06.7',
  severity: 'medium',
  references: { cis: ['2.11'], owasp: [7] },
  title: 'a file system in memory has no bound, or one above the memory that it is in',
  impact: 'writing files takes the memory of the host',
  remediation: 'give it a size below `memory`: WritablePath.tmpfs(path, size), `sharedMemory`, or `o = "size=16m"` of a volume',
  appliesTo: ['container', 'volume'],
  check: (facts, { host }) =>
    facts.kind === 'volume' ? expectSizes('driver_opts.o size', memoryFilesIn(facts.options), mostMemory(host)) : ofContainer(facts, host),
});
