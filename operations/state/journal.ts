import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { removeMarker, hasMarker, writeMarker } from '../engine/markers';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../private-files';
import type { Session } from '../session';
import { stateNotWritten } from './not-written';

/** Of the file beside where a local state is. */
export const JOURNAL_SUFFIX = '.deploying';

/**
 * Notes that a deployment of a stack has begun and not ended: it is at work, or was cut off. The process group concerns this checkout alone; that a deployment
 * of a shared state was cut off concerns all of them, so the engine says it.
 */
export class Journal {
  private readonly file: string;

  constructor(
    private readonly session: Session,
    private readonly stack: string,
    private readonly isShared: boolean,
  ) {
    this.file = `${session.instance.stateFile(stack)}${JOURNAL_SUFFIX}`;
  }

  async isOpen(): Promise<boolean> {
    return existsSync(this.file) || (this.isShared && (await hasMarker(this.session, this.marker)));
  }

  /** @throws AppEngineError StateNotWritten */
  async begin(): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: PRIVATE_DIRECTORY });
      await writeFile(this.file, '', { mode: PRIVATE_FILE });
    } catch (error) {
      throw stateNotWritten(this.stack, error);
    }
    if (this.isShared) await writeMarker(this.session, this.marker);
  }

  /** Notes which processes are at work. */
  recordProcessGroup(processGroup: number): void {
    try {
      writeFileSync(this.file, String(processGroup));
    } catch {
      // On a disk that is full now: they are running, and the note is only for the case that this process is not there to end them.
    }
  }

  /** Those that a deployment from here that was cut off may have left behind. */
  get processGroup(): number | undefined {
    const group = existsSync(this.file) ? Number(readFileSync(this.file, 'utf8')) : 0;
    return Number.isInteger(group) && group > 1 ? group : undefined;
  }

  async end(): Promise<void> {
    if (this.isShared) await removeMarker(this.session, this.marker);
    await rm(this.file, { force: true });
  }

  private get marker(): string {
    return `${this.stack}.deploying`;
  }
}
