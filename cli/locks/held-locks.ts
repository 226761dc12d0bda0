import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import { engineTickets, EngineQueue } from './engine-queue';
import { FileQueue } from './file-queue';
import { holdersOf, type Ticket, type TicketQueue } from './ticket-queue';
import type { Session } from '../../operations/session';

/** A ticket that holds a lock. */
export interface HeldLock {
  /** Such as `project` or `stacks/acme`. */
  readonly name: string;
  readonly ticket: Ticket;
  readonly queue: TicketQueue;
}

/** Directory of the locks of a checkout. */
export function lockDirectory(instance: Instance): string {
  return join(instance.directory, 'locks');
}

/** Holders of the locks of this checkout. */
export async function locksOfProject(instance: Instance): Promise<readonly HeldLock[]> {
  const directory = lockDirectory(instance);
  const stacks = namesIn(join(directory, 'stacks')).map((stack) => join('stacks', stack));
  const names = [...namesIn(directory).filter((name) => name !== 'stacks'), ...stacks];
  const found = names.map(async (name) => {
    const queue = new FileQueue(join(directory, name));
    return holdersOf(await queue.tickets()).map((ticket) => ({ name, ticket, queue }));
  });
  return (await Promise.all(found)).flat();
}

/** Holders of the installation's locks on its engine. */
export async function locksOnEngine(session: Session): Promise<readonly HeldLock[]> {
  const tickets = await engineTickets(session);
  const names = [...new Set(tickets.map(({ name }) => name))].sort();
  return names.flatMap((name) => {
    const queue = new EngineQueue(session, name);
    const own = tickets.filter((other) => other.name === name).map(({ ticket }) => ticket);
    return holdersOf(own).map((ticket) => ({ name, ticket, queue }));
  });
}

function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}
