import type { ContainerFacts } from './facts/container-facts';

/** True for a container that is only created, such as a volume loader: it never takes memory, time or a lock. */
export function neverRuns({ starts }: ContainerFacts): boolean {
  return starts.known && !starts.value;
}
