import { hostname, userInfo } from 'node:os';
import { git } from '../process/git';
import type { Session } from '../session';
import type { EventAuthor } from './event';

/** User who gave the command, by the system and by git. */
export async function authorOf(session: Session): Promise<EventAuthor> {
  const { workspace, environment } = session;
  const { SUDO_USER: before } = environment;
  const { username } = userInfo();
  const [name, mail] = await Promise.all(['user.name', 'user.email'].map((key) => git(workspace.directory, ['config', key], environment)));
  return {
    user: before === undefined || before === username ? username : `${username} (${before})`,
    ...(name === undefined ? {} : { git: mail === undefined ? name : `${name} <${mail}>` }),
    machine: hostname(),
  };
}

/** Commit of the project, with `+` where files were changed since; undefined outside of a repository. */
export async function revisionOf({ workspace, environment }: Session): Promise<string | undefined> {
  const [revision, changed] = await Promise.all([
    git(workspace.directory, ['rev-parse', '--short=12', 'HEAD'], environment),
    git(workspace.directory, ['status', '--porcelain', '--untracked-files=no'], environment),
  ]);
  return revision === undefined ? undefined : `${revision}${changed === undefined || changed === '' ? '' : '+'}`;
}
