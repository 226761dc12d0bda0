import type { ScheduleDescription } from '../../stacks/schedule-description';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';
import type { States } from '../state/states';
import { listingOf } from './ask-schedule';
import type { ScheduledRun } from './schedule-answers';

/** A schedule: as it was deployed, and what became of its runs. */
export interface ScheduleStatus extends ScheduleDescription {
  readonly tenant: string;
  readonly name: string;
  /** When it runs next; undefined where its container does not run. */
  readonly next?: string;
  readonly isRunning: boolean;
  /** The last ones, the youngest at the end. */
  readonly runs: readonly ScheduledRun[];
  /** Problems, each with its remedy. */
  readonly problems: readonly string[];
}

/** Of all tenants, in the order of their names. @param tenants those to look at. @default all */
export async function scheduleStatuses(
  session: Session,
  states: States,
  tenants: readonly string[] = states.stacks,
): Promise<readonly ScheduleStatus[]> {
  const declared = tenants.flatMap((tenant) =>
    Object.entries(states.schedules(tenant)).map(([name, schedule]) => ({ tenant, name, ...schedule })),
  );
  if (declared.length === 0) return [];
  const containers = await scheduleContainers(session);
  const found = declared.map(async (schedule) => {
    const container = containers.get(placeOf(schedule));
    const listing = container === undefined ? undefined : await listingOf(session, container);
    if (listing === undefined) return { ...schedule, isRunning: false, runs: [], problems: [notRunning(schedule)] };
    const { next, runs } = listing;
    return {
      ...schedule,
      ...(next === undefined ? {} : { next }),
      isRunning: runs.some(({ outcome }) => outcome === 'running'),
      runs,
      problems: problemsOf(placeOf(schedule), runs),
    };
  });
  return (await Promise.all(found)).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** Ids of the running containers of schedules, by tenant and name, such as `acme/invoices`. */
export async function scheduleContainers(session: Session): Promise<ReadonlyMap<string, string>> {
  const containers = await session.engine().listContainers({ filters: ownedBy(session.instance, 'schedule') });
  return new Map(containers.map(({ Id, Labels: labels }) => [`${labels['appengine.tenant'] ?? ''}/${labels['appengine.app'] ?? ''}`, Id]));
}

/** The last one that had to run: what was skipped says nothing of the command. */
export function lastRun(runs: readonly ScheduledRun[]): ScheduledRun | undefined {
  return runs.filter(({ outcome }) => outcome !== 'running' && outcome !== 'skipped').at(-1);
}

/** Such as `acme/invoices`. */
export function placeOf({ tenant, name }: { readonly tenant: string; readonly name: string }): string {
  return `${tenant}/${name}`;
}

function problemsOf(place: string, runs: readonly ScheduledRun[]): readonly string[] {
  const last = lastRun(runs);
  if (last?.outcome === 'failed') {
    return [
      `the last run of ${place}, at ${last.due ?? last.began ?? ''}, failed: ${last.message ?? ''}; its last lines: npx appengine schedules ${place}; run it again: npx appengine schedules run ${place}`,
    ];
  }
  if (last?.outcome === 'missed') {
    const { times = 1 } = last;
    return [
      `${place} has missed ${times === 1 ? '' : `${String(times)} times until `}${last.due ?? ''}, because its container did not run; run it now: npx appengine schedules run ${place}`,
    ];
  }
  return [];
}

function notRunning(schedule: { readonly tenant: string; readonly name: string }): string {
  return `nothing runs ${placeOf(schedule)}: its container does not answer; start it again: npx appengine up --only ${schedule.tenant}`;
}
