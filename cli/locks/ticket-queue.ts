import type { LockHolder } from './lock-holder';

/** A place in the queue of a lock. */
export interface Ticket extends LockHolder {
  readonly id: string;
  /** Lower ones come first; 0 while it is being drawn. */
  readonly number: number;
  readonly mode: 'shared' | 'exclusive';
}

/** Place of the tickets of one lock. No id is used twice, so that the ticket of a process that has ended can be removed by any other at any time. */
export interface TicketQueue {
  /** How long to wait before looking again, in milliseconds. */
  readonly interval: number;

  /** Tickets of processes that may still run; those of processes that have ended are removed. */
  tickets(): Promise<readonly Ticket[]>;

  /** Adds a ticket. One with a number takes the place of the same one that was being drawn. */
  put(ticket: Ticket): Promise<void>;

  /** Takes a ticket away, also one that is being drawn. */
  remove(id: string): Promise<void>;

  /** Advice about a ticket whose process is gone for good: `remove /…`. */
  describeRemoval(id: string): string;
}

/** Tickets that hold the lock, or will as soon as what is ahead of them is gone: the first one alone, or the first of those that share it. */
export function holdersOf(tickets: readonly Ticket[]): readonly Ticket[] {
  const inOrder = [...tickets].sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1));
  const alone = inOrder.findIndex(({ mode }) => mode === 'exclusive');
  return alone === -1 ? inOrder : inOrder.slice(0, Math.max(1, alone));
}
