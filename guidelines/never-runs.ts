import type { ContainerFacts } from './facts/container-facts';

/** Whether it is only created, as a loader of a volume is: nothing in it ever takes memory, time or a lock. */
export function neverRuns({ starts }: ContainerFacts): boolean {
  return starts.known && !starts.value;
}
