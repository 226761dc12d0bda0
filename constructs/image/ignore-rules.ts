import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import dockerignore from '@balena/dockerignore';
import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { isRegularFile } from './regular-file';

/** The first one that is there counts. */
const FILES = ['Dockerfile.dockerignore', '.dockerignore'];

/** Paths of a directory that its build does not see. */
export class IgnoreRules {
  /**
   * Those in `Dockerfile.dockerignore`, else those in `.dockerignore`.
   * @param usual patterns before them, which they may take back
   * @throws AppEngineError IgnorePatternInvalid
   */
  static of(scope: IConstruct, directory: string, usual: readonly string[] = []): IgnoreRules {
    const file = FILES.map((name) => join(directory, name)).find(isRegularFile);
    const patterns = file === undefined ? [] : patternsIn(readFileSync(file, 'utf8'));
    const invalid = patterns.find((pattern) => !isValid(pattern));
    if (file === undefined || invalid === undefined) return new IgnoreRules([...usual, ...patterns]);
    throw new AppEngineError(
      'IgnorePatternInvalid',
      `pattern ${JSON.stringify(invalid)} in ${JSON.stringify(file)} must be a path in which every "[" has its "]", and ranges such as "a-z" ascend; correct it, or write "\\" before a character that stands for itself`,
      scope,
    );
  }

  private readonly all: ReturnType<typeof compile>;
  /** Paths that are brought back, as far as they are known without a look at the files. */
  private readonly exceptions: readonly string[];

  private constructor(
    /** As a file has them, the last one that fits counts. */
    readonly patterns: readonly string[],
  ) {
    this.all = compile(patterns);
    this.exceptions = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => clean(pattern.slice(1)));
  }

  /** True if the build does not see it. */
  ignores(path: Buffer): boolean {
    return this.all.ignores(path.toString());
  }

  /** True if something below an ignored directory may be brought back. */
  mayKeepBelow(directory: Buffer): boolean {
    const prefix = `${directory.toString()}/`;
    return this.exceptions.some((path) => /[*?[\]\\]/.test(path) || `${path}/`.startsWith(prefix));
  }
}

/** Without comments and empty lines. */
function patternsIn(text: string): readonly string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The engine knows small letters from capitals, and has nothing special but `*`, `?`, `[`, `]` and the backslash. */
function compile(patterns: readonly string[]): ReturnType<typeof dockerignore> {
  const escaped = patterns.map((pattern) => pattern.replace(/\\.|[+(){}|]/g, (text) => (text.length > 1 ? text : `\\${text}`)));
  return dockerignore({ ignorecase: false }).add(escaped);
}

function isValid(pattern: string): boolean {
  try {
    compile([pattern]).ignores('a');
    return true;
  } catch {
    return false;
  }
}

function clean(pattern: string): string {
  return posix
    .normalize(pattern.trim())
    .replace(/^\/|\/$/g, '')
    .replace(/\/\*\*$/, '');
}
