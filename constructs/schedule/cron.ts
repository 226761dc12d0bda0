import { Cron as Pattern } from 'croner';
import { AppEngineError } from '../errors';

/** A day of the week. */
export type Weekday = 'friday' | 'monday' | 'saturday' | 'sunday' | 'thursday' | 'tuesday' | 'wednesday';

/** All of them, in the order of their numbers in an expression. */
const WEEKDAYS: readonly Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Numbers, ranges, steps and lists: what every cron reads alike. */
const ITEM = String.raw`(?:\*|\d{1,2}-\d{1,2})(?:/\d{1,2})?|\d{1,2}`;
const FIELD = new RegExp(`^(?:${ITEM})(?:,(?:${ITEM}))*$`);
const FIELDS = 5;

/** Times at which a command runs, to the minute, by the clock of a time zone. */
export class Cron {
  /** Every hour. @param at minute of the hour, 0 to 59. @default 0. @throws AppEngineError CronInvalid */
  static hourly({ minute = 0 }: { readonly minute?: number } = {}): Cron {
    return new Cron(`${String(minute)} * * * *`);
  }

  /** Every day. @param time from `00:00` to `23:59`. @throws AppEngineError CronInvalid */
  static daily(time: string): Cron {
    return new Cron(`${clock(time)} * * *`);
  }

  /** Every week. @param day such as `monday`. @param time from `00:00` to `23:59`. @throws AppEngineError CronInvalid */
  static weekly(day: Weekday, time: string): Cron {
    return new Cron(`${clock(time)} * * ${String(WEEKDAYS.indexOf(day))}`);
  }

  /** Every month that has the day. @param day of the month, 1 to 31. @param time from `00:00` to `23:59`. @throws AppEngineError CronInvalid */
  static monthly(day: number, time: string): Cron {
    return new Cron(`${clock(time)} ${String(day)} * *`);
  }

  /**
   * Times as cron has them.
   * @param expression minute, hour, day of the month, month and weekday from 0, which is Sunday: each a number, a range, `*`, one of both with a step, or a
   * list of such, as in `0,30 8-18/2 * * 1-5`. Of the day of the month and the weekday one is `*`
   * @throws AppEngineError CronInvalid
   */
  static expression(expression: string): Cron {
    return new Cron(expression);
  }

  /** Five fields, such as `30 2 * * *`. */
  readonly expression: string;

  private constructor(given: string) {
    this.expression = given.trim().replace(/\s+/g, ' ');
    const fields = this.expression.split(' ');
    const refuse = (problem: string, fix: string): never => {
      throw new AppEngineError('CronInvalid', `cron expression ${JSON.stringify(given)} ${problem}; ${fix}`);
    };
    if (fields.length !== FIELDS || !fields.every((field) => FIELD.test(field))) {
      refuse(
        'must be five fields of numbers, ranges, steps and lists: minute, hour, day of the month, month and weekday',
        'write it such as "30 2 * * 1-5"',
      );
    }
    const [, , day = '*', , weekday = '*'] = fields;
    if (day !== '*' && weekday !== '*') {
      refuse(
        'limits both the day of the month and the weekday, of which cron takes either',
        'make one of the two "*", and a second schedule for the other',
      );
    }
    if (weekday.includes('7')) refuse('has the weekday 7', 'Sunday is 0');
    const problem = problemOf(this.expression);
    if (problem !== undefined) refuse(problem, RANGES);
  }
}

const RANGES = 'minutes are 0 to 59, hours 0 to 23, days 1 to as many as the month has, months 1 to 12 and weekdays 0 to 6';

/** Minute and hour of a time of the day. */
function clock(time: string): string {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  if (hours === undefined || minutes === undefined)
    throw new AppEngineError('CronInvalid', `time ${JSON.stringify(time)} must be from 00:00 to 23:59; write it such as "02:30"`);
  return `${String(Number(minutes))} ${String(Number(hours))}`;
}

/** A number out of its range, or a day that no month has. */
function problemOf(expression: string): string | undefined {
  try {
    const next = new Pattern(expression, { mode: '5-part', timezone: 'UTC' }).nextRun();
    return next === null ? 'is never: no month has that day' : undefined;
  } catch (error) {
    return `has a field out of its range (${error instanceof Error ? error.message : String(error)})`;
  }
}
