import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../private-files';
import type { DeploymentEvent, EventResult } from './event';

/** Of one file; there are two, so that the trail goes back at least as far as one has room for. */
const MOST_BYTES = 1024 * 1024;

/** End of an event: a line of its own, so that one that was killed is there, too. */
interface End {
  readonly id: string;
  readonly result: EventResult;
}

/** Trail of all that was done with an installation from this checkout: lines that are only ever added, for this user alone. */
export class EventLog {
  private readonly file: string;
  private readonly earlier: string;

  constructor(instance: Instance) {
    this.file = join(instance.directory, 'events.jsonl');
    this.earlier = join(instance.directory, 'events.1.jsonl');
  }

  /** A command begins. */
  begin(event: DeploymentEvent): void {
    this.add(event);
  }

  /** It ends. */
  end(id: string, result: EventResult): void {
    this.add({ id, result });
  }

  /** All events, the oldest first. A line that is not whole is left out. */
  read(): readonly DeploymentEvent[] {
    const events = new Map<string, DeploymentEvent>();
    for (const line of [this.earlier, this.file].flatMap(linesOf)) {
      const known = events.get(line.id);
      if ('command' in line) events.set(line.id, line);
      else if (known !== undefined) events.set(line.id, { ...known, result: line.result });
    }
    return [...events.values()];
  }

  private add(line: DeploymentEvent | End): void {
    mkdirSync(dirname(this.file), { recursive: true, mode: PRIVATE_DIRECTORY });
    if ((statSync(this.file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) renameSync(this.file, this.earlier);
    // One write of a line: those of two commands do not mix.
    appendFileSync(this.file, `${JSON.stringify(line)}\n`, { mode: PRIVATE_FILE });
  }
}

function linesOf(file: string): readonly (DeploymentEvent | End)[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').flatMap(parsed);
}

function parsed(line: string): readonly (DeploymentEvent | End)[] {
  try {
    const value: unknown = JSON.parse(line);
    return isLine(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isLine(value: unknown): value is DeploymentEvent | End {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string') return false;
  return ('command' in value && 'time' in value && 'subjects' in value && 'by' in value) || 'result' in value;
}
