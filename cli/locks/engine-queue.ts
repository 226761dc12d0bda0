import { markersWith, removeMarker, writeMarker, type Marker } from '../../operations/engine/markers';
import { hasEnded } from './lock-holder';
import type { Ticket, TicketQueue } from './ticket-queue';
import type { Session } from '../../operations/session';

/** Label with the name of a lock. */
const LOCK_LABEL = 'appengine.lock';
const TICKET_LABEL = 'appengine.lock.ticket';
/** Suffix of what stands for a process that is about to have a number. */
const DRAWING = '.draws';

/** Tickets as markers on the engine: for all commands that change an installation, on any machine and with any backend. */
export class EngineQueue implements TicketQueue {
  readonly interval = 1000;

  /** @param name of the lock, such as `project` */
  constructor(
    private readonly session: Session,
    private readonly name: string,
  ) {}

  async tickets(): Promise<readonly Ticket[]> {
    // What is removed while the engine lists is missing, and so may be what has just taken its place: two lists that agree have missed nothing.
    let [before, after] = [await this.list(), await this.list()];
    while (!isSame(before, after)) [before, after] = [after, await this.list()];
    const tickets: Ticket[] = [];
    for (const marker of after) {
      const ticket = ticketOf(marker);
      if (hasEnded(ticket)) await removeMarker(this.session, marker.name);
      else tickets.push(ticket);
    }
    return tickets;
  }

  async put(ticket: Ticket): Promise<void> {
    const name = nameOf(ticket.id);
    const labels = { [LOCK_LABEL]: this.name, [TICKET_LABEL]: JSON.stringify(ticket) };
    await writeMarker(this.session, ticket.number === 0 ? `${name}${DRAWING}` : name, labels);
    if (ticket.number > 0) await removeMarker(this.session, `${name}${DRAWING}`);
  }

  async remove(id: string): Promise<void> {
    await removeMarker(this.session, `${nameOf(id)}${DRAWING}`);
    await removeMarker(this.session, nameOf(id));
  }

  describeRemoval(): string {
    return 'run npx appengine state unlock';
  }

  private list(): Promise<readonly Marker[]> {
    return markersWith(this.session, `${LOCK_LABEL}=${this.name}`);
  }
}

/** All tickets of an installation on its engine, each with the name of its lock, such as `project` or `stacks/acme`. */
export async function engineTickets(session: Session): Promise<readonly { readonly name: string; readonly ticket: Ticket }[]> {
  const markers = await markersWith(session, LOCK_LABEL);
  return markers.map((marker) => ({ name: marker.labels[LOCK_LABEL] ?? '', ticket: ticketOf(marker) }));
}

function ticketOf({ labels }: Marker): Ticket {
  return JSON.parse(labels[TICKET_LABEL] ?? '{}') as Ticket;
}

function nameOf(id: string): string {
  return `lock.${id}`;
}

function isSame(one: readonly Marker[], other: readonly Marker[]): boolean {
  const names = (markers: readonly Marker[]): string => JSON.stringify(markers.map(({ name }) => name).sort());
  return names(one) === names(other);
}
