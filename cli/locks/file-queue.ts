import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { hasEnded } from './lock-holder';
import type { Ticket, TicketQueue } from './ticket-queue';

/** Suffix of the file of a process that is about to have a number. */
const DRAWING = '.draws';
const held = new Set<string>();
process.on('exit', () => {
  for (const file of held) rmSync(file, { force: true });
});

/** Tickets as files of a directory: for processes that see the same files. */
export class FileQueue implements TicketQueue {
  readonly interval = 200;

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  tickets(): Promise<readonly Ticket[]> {
    return new Promise((resolve) => {
      resolve(this.read());
    });
  }

  put(ticket: Ticket): Promise<void> {
    const [drawing, file] = this.files(ticket.id);
    held.add(drawing).add(file);
    return new Promise((resolve) => {
      write(ticket.number === 0 ? drawing : file, ticket);
      if (ticket.number > 0) rmSync(drawing, { force: true });
      resolve();
    });
  }

  remove(id: string): Promise<void> {
    for (const path of this.files(id)) {
      rmSync(path, { force: true });
      held.delete(path);
    }
    return Promise.resolve();
  }

  describeRemoval(id: string): string {
    return `remove ${this.files(id)[1]}`;
  }

  private files(id: string): readonly [string, string] {
    return [join(this.directory, `${id}${DRAWING}`), join(this.directory, `${id}.json`)];
  }

  private read(): readonly Ticket[] {
    const names = readdirSync(this.directory).filter((name) => name.endsWith('.json') || name.endsWith(DRAWING));
    const tickets: Ticket[] = [];
    for (const name of names) {
      const file = join(this.directory, name);
      const ticket = parse(file);
      // One that was just drawn is there under its other name, which may not have been listed.
      if (ticket === undefined && name.endsWith(DRAWING)) return this.read();
      if (ticket === undefined) continue;
      if (hasEnded(ticket)) rmSync(file, { force: true });
      else tickets.push(ticket);
    }
    return tickets;
  }
}

/** Undefined where it has just been released. */
function parse(file: string): Ticket | undefined {
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
