import { lstatSync, readdirSync, type Stats } from 'node:fs';
import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { below, shownPath } from './context-path';
import type { IgnoreRules } from './ignore-rules';

/** A file, link or directory that a build sees. */
export interface ContextEntry {
  /** From the directory of the build. */
  readonly path: Buffer;
  readonly status: Stats;
  /** True for a directory in which the build sees nothing. */
  readonly isEmpty: boolean;
}

const NOWHERE = Buffer.alloc(0);
const HERE = Buffer.from('.');

/**
 * Everything that a build sees of a directory, in the order of the paths. Pipes, sockets and devices are left out, and ignored directories are not entered.
 * A link is itself: what it leads to may be a loop, or outside.
 */
export class ContextEntries {
  private readonly root: Buffer;

  constructor(
    private readonly scope: IConstruct,
    directory: string,
    private readonly rules: IgnoreRules,
  ) {
    this.root = Buffer.from(directory);
  }

  /** @throws AppEngineError ContextUnreadable */
  all(): readonly ContextEntry[] {
    return this.in(NOWHERE).sort((a, b) => Buffer.compare(a.path, b.path));
  }

  /** An entry that may be ignored. @throws AppEngineError ContextUnreadable */
  one(path: Buffer): ContextEntry {
    return { path, status: this.read(path, (absolute) => lstatSync(absolute)), isEmpty: false };
  }

  /** Looks at something of the directory. @throws AppEngineError ContextUnreadable */
  read<Value>(path: Buffer, how: (absolute: Buffer) => Value): Value {
    try {
      return how(below(this.root, path));
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new AppEngineError(
        'ContextUnreadable',
        `${JSON.stringify(shownPath(below(this.root, path)))} cannot be read (${code}), and the build of its image needs it; let its owner make it readable, or name it in .dockerignore`,
        this.scope,
      );
    }
  }

  private in(directory: Buffer): ContextEntry[] {
    return this.read(directory, (absolute) => readdirSync(absolute, 'buffer')).flatMap((name) => this.entriesOf(below(directory, name)));
  }

  private entriesOf(path: Buffer): ContextEntry[] {
    const isIgnored = this.rules.ignores(path);
    if (isIgnored) return this.rules.mayKeepBelow(path) ? this.exceptionsIn(path) : [];
    const entry = this.one(path);
    if (entry.status.isDirectory()) return this.directory(entry);
    return entry.status.isFile() || entry.status.isSymbolicLink() ? [entry] : [];
  }

  private directory(entry: ContextEntry): ContextEntry[] {
    const children = this.in(entry.path);
    return [{ ...entry, isEmpty: children.length === 0 }, ...children];
  }

  /** Entries that are brought back in an ignored directory. One that cannot be entered has none, as for the engine. */
  private exceptionsIn(path: Buffer): ContextEntry[] {
    const entry = this.one(path);
    if (!entry.status.isDirectory() || !canBeEntered(below(this.root, path))) return [];
    const all = this.directory(entry);
    return all.length === 1 ? [] : all;
  }
}

function canBeEntered(directory: Buffer): boolean {
  try {
    readdirSync(directory);
    lstatSync(below(directory, HERE));
    return true;
  } catch {
    return false;
  }
}
