import { createHash, type Hash } from 'node:crypto';
import { readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { ContextEntries, type ContextEntry } from './context-entries';
import { shownPath } from './context-path';
import { readPieces } from './file-content';
import { IgnoreRules } from './ignore-rules';
import { isRegularFile } from './regular-file';

const DOCKERFILE = Buffer.from('Dockerfile');
/** Files for the build itself, which no app reads. */
const FOR_THE_BUILD = ['Dockerfile', 'Dockerfile.dockerignore', '.dockerignore'];
const MOST_NAMES = 5;

/** A directory that is built, as `docker build` takes it (docs/decisions/033). */
export class BuildContext {
  /** With its own Dockerfile, whose steps keep the modes of files. @throws AppEngineError DockerfileMissing, IgnorePatternInvalid */
  static ofDockerfile(scope: IConstruct, directory: string): BuildContext {
    if (!isRegularFile(join(directory, 'Dockerfile'))) {
      throw new AppEngineError(
        'DockerfileMissing',
        `directory ${JSON.stringify(directory)} has no Dockerfile; add one, name another directory, or let AppImage.fromSource write it`,
        scope,
      );
    }
    return new BuildContext(scope, directory, IgnoreRules.of(scope, directory), true);
  }

  /** Without one: the Dockerfile is elsewhere, and its steps let every user read what the owner may. */
  static ofSource(scope: IConstruct, directory: string, rules: IgnoreRules): BuildContext {
    return new BuildContext(scope, directory, rules, false);
  }

  private readonly entries: ContextEntries;

  private constructor(
    private readonly scope: IConstruct,
    private readonly directory: string,
    rules: IgnoreRules,
    private readonly keepsModes: boolean,
  ) {
    this.entries = new ContextEntries(scope, directory, rules);
  }

  /**
   * SHA-256 of everything that the build sees: paths, kinds, contents and who may execute. The other permissions are left out, so that another umask has
   * the same hash.
   * @throws AppEngineError ContextUnreadable, ContextPrivate
   */
  hash(): string {
    const entries = this.entries.all();
    if (this.keepsModes) this.refusePrivate(entries);
    const hash = createHash('sha256');
    for (const entry of this.keepsModes ? this.withDockerfile(entries) : entries) this.add(hash, entry);
    return hash.digest('hex');
  }

  /** The Dockerfile is always part of it: an ignored one can be built, and only copied nowhere. */
  private withDockerfile(entries: readonly ContextEntry[]): readonly ContextEntry[] {
    if (entries.some(({ path }) => path.equals(DOCKERFILE))) return entries;
    return [...entries, this.entries.one(DOCKERFILE)].sort((a, b) => Buffer.compare(a.path, b.path));
  }

  private add(hash: Hash, { path, status, isEmpty }: ContextEntry): void {
    // A directory with content is known by the paths of that.
    if (status.isDirectory() && !isEmpty) return;
    hash.update(path).update('\0');
    if (status.isDirectory()) hash.update('directory\0');
    else if (status.isSymbolicLink()) {
      const target = this.entries.read(path, (absolute) => readlinkSync(absolute, 'buffer'));
      hash.update('link\0').update(target).update('\0');
    } else {
      hash.update(`file\0${this.keepsModes ? executableBy(status) : executable(status)}\0`);
      this.entries.read(path, (absolute) => {
        readPieces(absolute, (piece) => hash.update(piece));
      });
      hash.update('\0');
    }
  }

  /** Files of the image belong to root, and keep their modes: what only the owner may read, no app can. */
  private refusePrivate(entries: readonly ContextEntry[]): void {
    const isPrivate = ({ path, status }: ContextEntry): boolean =>
      !FOR_THE_BUILD.includes(path.toString()) && !status.isSymbolicLink() && !isForOthers(status);
    const found = entries.filter(isPrivate);
    if (found.length === 0) return;
    const names = found.slice(0, MOST_NAMES).map(({ path, status }) => `${JSON.stringify(shownPath(path))} (${octal(status)})`);
    const more = found.length > MOST_NAMES ? ` and ${String(found.length - MOST_NAMES)} more` : '';
    throw new AppEngineError(
      'ContextPrivate',
      `in ${JSON.stringify(this.directory)}, the user of the app could not read ${names.join(', ')}${more}: files must have at least 0644, directories 0755, as a umask of 022 makes them; run chmod -R go+rX ${JSON.stringify(this.directory)}, and name in .dockerignore what the app does not need, such as keys`,
      this.scope,
    );
  }
}

function isForOthers(status: Stats): boolean {
  const needed = status.isDirectory() ? 0o005 : 0o004;
  return (status.mode & needed) === needed;
}

function executable({ mode }: Stats): string {
  return (mode & 0o100) === 0 ? '-' : 'x';
}

/** The app is another user than the owner, and the build may be the owner. */
function executableBy({ mode }: Stats): string {
  if ((mode & 0o100) === 0) return '-';
  return (mode & 0o001) === 0 ? 'owner' : 'x';
}

function octal({ mode }: Stats): string {
  return `0${(mode & 0o777).toString(8)}`;
}
