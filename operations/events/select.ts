import type { DeploymentEvent } from './event';

/** Part of the events that is wanted. */
export interface EventSelection {
  /** Tenant, stack, or tenant and app, such as `acme/shop`. @default all */
  readonly place?: string;
  /** Seconds since 1970. @default from the beginning */
  readonly since?: number;
}

/** Those about a place are also those about all that is declared, and about what is in it. */
export function selectEvents(events: readonly DeploymentEvent[], { place, since }: EventSelection): readonly DeploymentEvent[] {
  return events.filter(
    ({ time, subjects }) =>
      (since === undefined || Date.parse(time) >= since * 1000) &&
      (place === undefined ||
        subjects.length === 0 ||
        subjects.some((subject) => subject === place || subject.startsWith(`${place}/`) || place.startsWith(`${subject}/`))),
  );
}
