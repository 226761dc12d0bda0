import { hostname, userInfo } from 'node:os';
import { run } from '../process/run';
import type { Session } from '../session';
import type { EventAuthor } from './event';

/** User who gave the command, by the system and by git. */
export async function authorOf(session: Session): Promise<EventAuthor> {
  const { SUDO_USER: before } = session.environment;
  const { username } = userInfo();
  const [name, mail] = await Promise.all([git(session, 'config', 'user.name'), git(session, 'config', 'user.email')]);
  return {
    user: before === undefined || before === username ? username : `${username} (${before})`,
    ...(name === undefined ? {} : { git: mail === undefined ? name : `${name} <${mail}>` }),
    machine: hostname(),
  };
}

/** Commit of the project, with `+` where files were changed since; undefined outside of a repository. */
export async function revisionOf(session: Session): Promise<string | undefined> {
  const [revision, changed] = await Promise.all([
    git(session, 'rev-parse', '--short=12', 'HEAD'),
    git(session, 'status', '--porcelain', '--untracked-files=no'),
  ]);
  return revision === undefined ? undefined : `${revision}${changed === undefined ? '' : '+'}`;
}

/** Output of git; undefined for nothing, and where there is no git. */
async function git({ workspace, environment }: Session, ...words: readonly string[]): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await run('git', words, { cwd: workspace.directory, environment });
    return exitCode === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
  } catch {
    return undefined;
  }
}
