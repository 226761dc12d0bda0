import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppEngineError } from '../../constructs/errors';
import { throwIfInterrupted } from '../process/interrupt';
import { describeHolder, hasEnded, thisProcess, type LockHolder } from './lock-holder';

/** Whether others may hold a lock at the same time. */
export class LockMode {
  /** With others that share it. */
  static readonly SHARED = new LockMode('shared');
  /** Alone. */
  static readonly EXCLUSIVE = new LockMode('exclusive');

  private constructor(readonly name: 'shared' | 'exclusive') {}
}

/** What is wanted of a lock. */
export interface LockRequest {
  readonly mode: LockMode;
  /** What holds it, for those who wait: `appengine up`. */
  readonly command: string;
  /** How long to wait for others, in seconds; 0 does not wait. */
  readonly wait: number;
  /** Called once for every holder that is waited for. */
  readonly onWait: (holder: string) => void;
}

/** A place in the queue of a lock. */
interface Ticket extends LockHolder {
  readonly id: string;
  /** Lower ones come first; 0 while it is being drawn. */
  readonly number: number;
  readonly mode: 'shared' | 'exclusive';
}

const LOOK_AGAIN_MS = 200;
/** Suffix of the file of a process that is about to have a number. */
const DRAWING = '.draws';
const held = new Set<string>();
process.on('exit', () => {
  for (const file of held) rmSync(file, { force: true });
});

/**
 * Runs `work` while this process holds the lock of a directory: one file for each that holds it or waits, in the order in which they came (Lamport's
 * bakery). No file name is ever used twice, so that the file of a process that has ended can be removed by any other at any time.
 * @throws AppEngineError LockTimeout
 */
export async function withLockOn<T>(directory: string, request: LockRequest, work: () => Promise<T>): Promise<T> {
  const release = await acquire(directory, request);
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(directory: string, { mode, command, wait, onWait }: LockRequest): Promise<() => void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const mine = { ...thisProcess(command), id: randomUUID(), mode: mode.name };
  const drawing = join(directory, `${mine.id}${DRAWING}`);
  const file = join(directory, `${mine.id}.json`);
  held.add(drawing).add(file);
  const release = (): void => {
    for (const path of [drawing, file]) {
      rmSync(path, { force: true });
      held.delete(path);
    }
  };
  try {
    write(drawing, { ...mine, number: 0 });
    const ticket = { ...mine, number: 1 + Math.max(0, ...ticketsIn(directory).map(({ number }) => number)) };
    write(file, ticket);
    rmSync(drawing);
    await turnOf(directory, ticket, wait, onWait);
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

async function turnOf(directory: string, mine: Ticket, wait: number, onWait: (holder: string) => void): Promise<void> {
  const deadline = Date.now() + wait * 1000;
  const told = new Set<string>();
  for (;;) {
    throwIfInterrupted();
    const first = ticketsIn(directory)
      .filter((other) => other.id !== mine.id && comesBefore(other, mine))
      .sort((a, b) => a.number - b.number)[0];
    if (first === undefined) return;
    // One that is being drawn takes milliseconds, and says nothing yet.
    if (first.number > 0 && !told.has(first.id)) {
      told.add(first.id);
      onWait(describeHolder(first));
    }
    if (Date.now() >= deadline) {
      throw new AppEngineError(
        'LockTimeout',
        `${describeHolder(first)} is still at work after ${String(wait)} s; wait longer with --wait <seconds>, or end that process; if it is gone, remove ${join(directory, `${first.id}.json`)}`,
      );
    }
    await sleep(first.number === 0 ? 10 : LOOK_AGAIN_MS);
  }
}

function comesBefore(other: Ticket, mine: Ticket): boolean {
  if (other.number === 0) return true;
  if (other.mode === 'shared' && mine.mode === 'shared') return false;
  return other.number < mine.number || (other.number === mine.number && other.id < mine.id);
}

/** Tickets of processes that still run. */
function ticketsIn(directory: string): readonly Ticket[] {
  const names = readdirSync(directory).filter((name) => name.endsWith('.json') || name.endsWith(DRAWING));
  const tickets: Ticket[] = [];
  for (const name of names) {
    const file = join(directory, name);
    const ticket = read(file);
    // One that was just drawn is there under its other name, which may not have been listed.
    if (ticket === undefined && name.endsWith(DRAWING)) return ticketsIn(directory);
    if (ticket === undefined) continue;
    if (hasEnded(ticket)) rmSync(file, { force: true });
    else tickets.push(ticket);
  }
  return tickets;
}

/** Undefined where it has just been released. */
function read(file: string): Ticket | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Ticket;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AppEngineError('LockUnreadable', `${file} cannot be read (${String(error)}); remove it if no other appengine runs`);
  }
}

/** The file appears with all of its content. */
function write(file: string, ticket: Ticket): void {
  const draft = `${file}.draft`;
  try {
    writeFileSync(draft, JSON.stringify(ticket), { mode: 0o600, flag: 'wx' });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
