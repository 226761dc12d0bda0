import type { Schedule } from '../constructs/schedule/schedule';

/** A schedule, as the stack's output `schedules` tells it. */
export interface ScheduleDescription {
  /** App whose command it runs. */
  readonly app: string;
  /** Times as cron has them, such as `30 2 * * *`. */
  readonly expression: string;
  /** Such as `Europe/Berlin`. */
  readonly timeZone: string;
}

export function describeSchedule({ pool, at, timeZone }: Schedule): ScheduleDescription {
  return { app: pool.name, expression: at.expression, timeZone };
}
