import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppEngineError } from '../../constructs/errors';
import { throwIfInterrupted } from '../../operations/process/interrupt';
import { describeHolder, thisProcess } from './lock-holder';
import type { Ticket, TicketQueue } from './ticket-queue';

/** Way to hold a lock: with others, or alone. */
export class LockMode {
  /** With others that share it. */
  static readonly SHARED = new LockMode('shared');
  /** Alone. */
  static readonly EXCLUSIVE = new LockMode('exclusive');

  private constructor(readonly name: 'shared' | 'exclusive') {}
}

/** Options of {@link withLockOn}. */
export interface LockRequest {
  readonly mode: LockMode;
  /** The command that holds it, for those that wait: `appengine up`. */
  readonly command: string;
  /** How long to wait for others, in seconds; 0 does not wait. */
  readonly wait: number;
  /** Called once for every holder that is waited for. */
  readonly onWait: (holder: string) => void;
}

/**
 * Runs `work` while this process holds a lock. Those that hold it or wait have a ticket each, in the order in which they came (Lamport's bakery).
 * @throws AppEngineError LockTimeout
 */
export async function withLockOn<T>(queue: TicketQueue, request: LockRequest, work: () => Promise<T>): Promise<T> {
  const id = await acquire(queue, request);
  try {
    return await work();
  } finally {
    await queue.remove(id);
  }
}

async function acquire(queue: TicketQueue, { mode, command, wait, onWait }: LockRequest): Promise<string> {
  const mine = { ...thisProcess(command), id: randomUUID(), mode: mode.name };
  try {
    await queue.put({ ...mine, number: 0 });
    const ticket = { ...mine, number: 1 + Math.max(0, ...(await queue.tickets()).map(({ number }) => number)) };
    await queue.put(ticket);
    await turnOf(queue, ticket, wait, onWait);
    return mine.id;
  } catch (error) {
    await queue.remove(mine.id);
    throw error;
  }
}

async function turnOf(queue: TicketQueue, mine: Ticket, wait: number, onWait: (holder: string) => void): Promise<void> {
  const deadline = Date.now() + wait * 1000;
  const told = new Set<string>();
  for (;;) {
    throwIfInterrupted();
    const tickets = await queue.tickets();
    const first = tickets.filter((other) => other.id !== mine.id && comesBefore(other, mine)).sort((a, b) => a.number - b.number)[0];
    if (first === undefined) return;
    // One that is being drawn takes milliseconds, and says nothing yet.
    if (first.number > 0 && !told.has(first.id)) {
      told.add(first.id);
      onWait(describeHolder(first));
    }
    if (Date.now() >= deadline) {
      throw new AppEngineError(
        'LockTimeout',
        `${describeHolder(first)} is still at work after ${String(wait)} s; wait longer with --wait <seconds>, or end that process; if it is gone, ${queue.describeRemoval(first.id)}`,
      );
    }
    await sleep(first.number === 0 ? 10 : Math.max(10, Math.min(queue.interval, deadline - Date.now())));
  }
}

function comesBefore(other: Ticket, mine: Ticket): boolean {
  if (other.number === 0) return true;
  if (other.mode === 'shared' && mine.mode === 'shared') return false;
  return other.number < mine.number || (other.number === mine.number && other.id < mine.id);
}
