import { AppEngineError } from '../../constructs/errors';
import type { Session } from '../session';
import type { States } from '../state/states';
import { placeOf, scheduleContainers } from './schedule-status';

/**
 * Id of the running container of a schedule.
 * @param place such as `acme/invoices`
 * @throws AppEngineError ScheduleUnknown, ScheduleNotRunning
 */
export async function scheduleContainer(session: Session, states: States, place: string): Promise<string> {
  checkSchedule(states, place);
  const container = (await scheduleContainers(session)).get(place);
  if (container !== undefined) return container;
  throw new AppEngineError(
    'ScheduleNotRunning',
    `the container of schedule ${place} does not run; start it: npx appengine up --only ${place.split('/')[0] ?? ''}`,
  );
}

/** @throws AppEngineError ScheduleUnknown */
export function checkSchedule(states: States, place: string): void {
  const known = states.stacks.flatMap((tenant) => Object.keys(states.schedules(tenant)).map((name) => placeOf({ tenant, name })));
  if (known.includes(place)) return;
  throw new AppEngineError(
    'ScheduleUnknown',
    `${JSON.stringify(place)} must be one of the schedules that are deployed: ${known.join(', ') || '(none)'}; correct it, or deploy it first: npx appengine up`,
  );
}
