import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppEngineError } from '../../constructs/errors';
import { EMPTY_STATE, type TerraformState } from './terraform-state';

/** A file that may hold a state, and what it holds. */
interface Candidate {
  readonly file: string;
  readonly state: TerraformState;
}

/** What Terraform has to find in a state that was not its own before. */
const NEW_STATE = { version: 4, terraform_version: '1.7.0' };

/**
 * The state file of one stack. Terraform writes it in place, so that a full disk or a killed process can leave a part of it. What it held before is in
 * the backup beside it; a state that Terraform could not write at all is in `errored.tfstate` in the directory where it ran.
 */
export class StateFile {
  constructor(
    private readonly stack: string,
    readonly path: string,
  ) {}

  get backup(): string {
    return `${this.path}.backup`;
  }

  /** @throws AppEngineError StateUnreadable */
  read(): TerraformState {
    const found = existsSync(this.path) ? this.parse(this.path) : EMPTY_STATE;
    if (typeof found !== 'string') return found;
    throw new AppEngineError('StateUnreadable', this.describe(found));
  }

  /** Why {@link read} would throw; undefined if it would not. */
  get problem(): string | undefined {
    const found = existsSync(this.path) ? this.parse(this.path) : undefined;
    return typeof found === 'string' ? this.describe(found) : undefined;
  }

  /** Whether {@link read} would throw. */
  get isUnreadable(): boolean {
    return this.problem !== undefined;
  }

  /** @param what is wrong with the file, such as `is empty` */
  describe(what: string): string {
    return (
      `the state of ${this.stack} cannot be used: ${this.path} ${what}; ${this.describeBackup()}. ` +
      `Bring it back with: npx appengine state repair ${this.stack}`
    );
  }

  /** The newest state that can still be read, from whichever file. @param others further files that may hold one */
  newest(...others: readonly string[]): Candidate | undefined {
    const candidates = [this.path, ...others, this.backup].flatMap((file) => {
      const state = existsSync(file) ? this.parse(file) : 'missing';
      return typeof state === 'string' ? [] : [{ file, state }];
    });
    return candidates.sort((a, b) => b.state.serial - a.state.serial)[0];
  }

  /** Writes a state as a whole or not at all, with a serial of its own; what was there is the backup, if it could be read. */
  async write(state: TerraformState): Promise<void> {
    const unfinished = `${this.path}.new`;
    await this.writing(async () => {
      const file = await open(unfinished, 'w', 0o600);
      try {
        await file.writeFile(
          `${JSON.stringify({ ...NEW_STATE, lineage: randomUUID(), ...state, serial: state.serial + 1 }, undefined, 2)}\n`,
        );
        await file.sync();
      } finally {
        await file.close();
      }
      if (existsSync(this.path)) await rename(this.path, this.isUnreadable ? `${this.path}.unreadable` : this.backup);
      await rename(unfinished, this.path);
    }).finally(() => rm(unfinished, { force: true }));
  }

  private async writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AppEngineError(
        'StateNotWritten',
        `the state of ${this.stack} cannot be written: ${reason}; free space there and run again`,
      );
    }
  }

  private get journal(): string {
    return `${this.path}.deploying`;
  }

  /** Whether a deployment has begun and not ended: it is at work, or was cut off. */
  get isBeingDeployed(): boolean {
    return existsSync(this.journal);
  }

  /** @throws AppEngineError StateNotWritten */
  async beginDeployment(): Promise<void> {
    await this.writing(async () => {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(this.journal, '');
    });
  }

  /** Notes which processes are at work. */
  recordProcessGroup(processGroup: number): void {
    try {
      writeFileSync(this.journal, String(processGroup));
    } catch {
      // On a disk that is full now: they are running, and the note is only for the case that nobody is there to end them.
    }
  }

  /** Those that a deployment that was cut off may have left behind. */
  get processGroup(): number | undefined {
    const group = this.isBeingDeployed ? Number(readFileSync(this.journal, 'utf8')) : 0;
    return Number.isInteger(group) && group > 1 ? group : undefined;
  }

  async endDeployment(): Promise<void> {
    await rm(this.journal, { force: true });
  }

  /** Removes everything of it. */
  async remove(): Promise<void> {
    for (const suffix of ['', '.backup', '.unreadable', '.new', '.deploying', '.applied'])
      await rm(`${this.path}${suffix}`, { force: true });
  }

  /** The state in a file, or what is wrong with it. */
  private parse(file: string): TerraformState | string {
    try {
      const text = readFileSync(file, 'utf8').trim();
      // Terraform creates the file before it has something to write.
      if (text === '') return this.isBeingDeployed ? EMPTY_STATE : 'is empty';
      const state = JSON.parse(text) as Partial<TerraformState>;
      return Array.isArray(state.resources) && typeof state.serial === 'number' ? (state as TerraformState) : 'is not a Terraform state';
    } catch (error) {
      return error instanceof SyntaxError ? 'is cut off or damaged' : String(error instanceof Error ? error.message : error);
    }
  }

  private describeBackup(): string {
    const state = existsSync(this.backup) ? this.parse(this.backup) : 'does not exist';
    const name = basename(this.backup);
    return typeof state === 'string'
      ? `its backup ${name} ${state}`
      : `its backup ${name} can be read (${String(state.resources.length)} resources)`;
  }
}
