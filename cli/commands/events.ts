import { EventLog } from '../../operations/events/event-log';
import { selectEvents } from '../../operations/events/select';
import { secondsOf } from '../../operations/apps/since';
import { renderEvents } from '../render/events';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

/** Options of `appengine events`. */
export interface EventsOptions {
  readonly since?: string;
  readonly json?: boolean;
}

/** Shows what was done with the installation from this checkout, by whom, and with which result; resolves to the exit code. */
export function events(place: string | undefined, { since, ...options }: EventsOptions): Promise<number> {
  const log = new EventLog(openSession().instance);
  const found = selectEvents(log.read(), {
    ...(place === undefined ? {} : { place }),
    ...(since === undefined ? {} : { since: secondsOf(since) }),
  });
  tellResult(options, { events: found }, () => renderEvents(found));
  return Promise.resolve(0);
}
