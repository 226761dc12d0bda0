import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { AppEngineError } from '../../errors';
import { isRegularFile } from '../../image/regular-file';

/** Sources of an application, as a runtime looks at them. */
export class SourceDirectory {
  /** Absolute. */
  readonly path: string;

  /** @throws AppEngineError SourceMissing */
  constructor(directory: string) {
    this.path = resolve(directory);
    try {
      readdirSync(this.path);
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new AppEngineError(
        'SourceMissing',
        `source directory ${JSON.stringify(this.path)} cannot be read (${code}), and must be the directory of an application; name another one`,
      );
    }
  }

  /** Its last part. */
  get name(): string {
    return basename(this.path);
  }

  /** True for a file that is there. */
  has(file: string): boolean {
    try {
      return isRegularFile(join(this.path, file));
    } catch {
      // Below something that is no directory, or that cannot be entered.
      return false;
    }
  }

  /** The first of some files that is there. */
  first(...files: readonly string[]): string | undefined {
    return files.find((file) => this.has(file));
  }

  /** Those of some files that are there. */
  present(...files: readonly string[]): readonly string[] {
    return files.filter((file) => this.has(file));
  }

  /** Names of directories and files in a directory of it, in order; none where it is not there. */
  names(directory = '.'): readonly string[] {
    try {
      return readdirSync(join(this.path, directory)).sort();
    } catch {
      return [];
    }
  }

  /** Content of a text file; empty where it is not there. */
  text(file: string): string {
    return this.has(file) ? readFileSync(join(this.path, file), 'utf8') : '';
  }

  /** Content of a JSON file with an object. @throws AppEngineError SourceInvalid */
  json(file: string): Readonly<Record<string, unknown>> {
    const text = this.text(file);
    try {
      const content: unknown = JSON.parse(text);
      if (isRecord(content)) return content;
    } catch {
      // Reported below, as any other content that is no object.
    }
    throw new AppEngineError('SourceInvalid', `${JSON.stringify(join(this.path, file))} must be a JSON object; correct it`);
  }
}

/** True for an object with names. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
