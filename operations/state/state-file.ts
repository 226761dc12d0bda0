import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { PRIVATE_DIRECTORY, PRIVATE_FILE } from '../private-files';
import { JOURNAL_SUFFIX } from './journal';
import { stateNotWritten } from './not-written';
import type { OpenedState, StackState } from './stack-state';
import { EMPTY_STATE, isState, successorOf, type TerraformState } from './terraform-state';

/**
 * The state file of one stack. Terraform writes it in place, so that a full disk or a killed process can leave a part of it. What it held before is in
 * the backup beside it; a state that Terraform could not write at all is in `errored.tfstate` in the directory where it ran.
 */
export class StateFile implements StackState {
  constructor(
    private readonly stack: string,
    readonly path: string,
  ) {}

  get place(): string {
    return this.path;
  }

  get backup(): string {
    return `${this.path}.backup`;
  }

  open(...others: readonly string[]): Promise<OpenedState> {
    const candidates = [this.path, ...others, this.backup].flatMap((file) => {
      const state = existsSync(file) ? this.parse(file) : 'missing';
      return typeof state === 'string' ? [] : [{ file, state }];
    });
    const own = existsSync(this.path) ? this.parse(this.path) : EMPTY_STATE;
    const newest = candidates.sort((a, b) => b.state.serial - a.state.serial)[0];
    return Promise.resolve({
      state: newest?.state ?? EMPTY_STATE,
      isStored: newest?.file === this.path,
      problem: typeof own === 'string' ? this.describe(own) : undefined,
    });
  }

  async write(state: TerraformState): Promise<TerraformState> {
    const written = successorOf(state);
    const unfinished = `${this.path}.new`;
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: PRIVATE_DIRECTORY });
      const file = await open(unfinished, 'w', PRIVATE_FILE);
      try {
        await file.writeFile(`${JSON.stringify(written, undefined, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      if (existsSync(this.path))
        await rename(this.path, typeof this.parse(this.path) === 'string' ? `${this.path}.unreadable` : this.backup);
      await rename(unfinished, this.path);
      return written;
    } catch (error) {
      throw stateNotWritten(this.stack, error);
    } finally {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  /** That of a file ends with its process. */
  lock(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  unlock(): Promise<void> {
    return Promise.resolve();
  }

  async remove(): Promise<void> {
    for (const suffix of ['', '.backup', '.unreadable', '.new']) await rm(`${this.path}${suffix}`, { force: true });
  }

  describe(what: string): string {
    return (
      `the state of ${this.stack} cannot be used: ${this.path} ${what}; ${this.describeBackup()}. ` +
      `Bring it back with: npx appengine state repair ${this.stack}`
    );
  }

  /** The state in a file, or what is wrong with it. */
  private parse(file: string): TerraformState | string {
    try {
      const text = readFileSync(file, 'utf8').trim();
      // Terraform creates the file before it has something to write.
      if (text === '') return existsSync(`${this.path}${JOURNAL_SUFFIX}`) ? EMPTY_STATE : 'is empty';
      const content: unknown = JSON.parse(text);
      if (isState(content)) return content;
      const isEncrypted = typeof (content as { readonly encrypted_data?: unknown } | null)?.encrypted_data === 'string';
      return isEncrypted ? 'is encrypted, and TF_ENCRYPTION is not set' : 'is not a Terraform state';
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
