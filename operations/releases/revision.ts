import { userInfo } from 'node:os';
import { git } from '../process/git';
import type { Environment } from '../environment';
import type { ReleasedSource } from '../../constructs/release/release';

/** One who makes a release, and when. */
export interface Author {
  readonly by: string;
  readonly at: string;
}

/** Sources as their version control knows them. @param shown directory, as a release names it */
export async function sourceOf(directory: string, shown: string, environment: Environment): Promise<ReleasedSource> {
  const revision = await git(directory, ['rev-parse', '--verify', 'HEAD'], environment);
  if (revision === undefined) return { directory: shown, dirty: false };
  const changes = await git(directory, ['status', '--porcelain', '--', '.'], environment);
  return { directory: shown, revision, dirty: changes !== '' };
}

/** The person that git would name in a commit, at this time; without git the user of this machine. */
export async function author(directory: string, environment: Environment): Promise<Author> {
  const [, name, seconds] = /^(.*>) (\d+) [+-]\d{4}$/.exec((await git(directory, ['var', 'GIT_COMMITTER_IDENT'], environment)) ?? '') ?? [];
  const time = seconds === undefined ? new Date() : new Date(Number(seconds) * 1000);
  return { by: name ?? userInfo().username, at: `${time.toISOString().slice(0, 19)}Z` };
}

/** A commit between two releases. */
export interface Commit {
  readonly revision: string;
  readonly subject: string;
}

/** The youngest first; undefined where git does not know both. */
export async function commitsBetween(
  directory: string,
  [from, to]: readonly [string, string],
  environment: Environment,
): Promise<readonly Commit[] | undefined> {
  const output = await git(directory, ['log', '--no-color', '--format=%H %s', `${from}..${to}`, '--', '.'], environment);
  return output
    ?.split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [revision = '', ...subject] = line.split(' ');
      return { revision, subject: subject.join(' ') };
    });
}
