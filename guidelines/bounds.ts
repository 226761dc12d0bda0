import type { ContainerFacts } from './facts/container-facts';
import type { HostFacts } from './facts/host-facts';
import { known, type Known } from './facts/known';

/** 256 GiB: a limit above it bounds nothing on most hosts. */
const MOST_MEBIBYTES = 262_144;
/** As many as `Cpu.cores` takes. */
const MOST_CORES = 512;

/** Memory in MiB beyond which a limit bounds nothing: that of the host where it is known. */
export function mostMemory(host: HostFacts | undefined): number {
  return valueOr(host?.memory, MOST_MEBIBYTES);
}

/** Cores beyond which a limit bounds nothing: those of the host where they are known. */
export function mostCores(host: HostFacts | undefined): number {
  return valueOr(host?.cores, MOST_CORES);
}

/** Memory in MiB that files in memory can take at most: that of their container where it is limited. */
export function memoryFor({ memory }: ContainerFacts, host: HostFacts | undefined): Known<number> {
  if (!memory.known) return memory;
  return known(memory.value !== undefined && memory.value > 0 ? memory.value : mostMemory(host));
}

function valueOr(fact: Known<number | undefined> | undefined, otherwise: number): number {
  return fact?.known === true ? (fact.value ?? otherwise) : otherwise;
}
