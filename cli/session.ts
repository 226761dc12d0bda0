import { dirname } from 'node:path';
import { closeEntry, closeTree } from '../operations/private-files';
import { Session } from '../operations/session';
import { Workspace } from '../operations/workspace';

/** The project of the current directory, with the environment of this process. @throws AppEngineError ProjectNotFound */
export function openSession(): Session {
  const workspace = Workspace.find(process.cwd(), process.env);
  keepPrivate(workspace);
  return new Session(workspace, process.env);
}

/** No other user gets into the directories with states while this process is at work, and in its end every file is this user's alone. */
function keepPrivate({ instance, privateDirectories }: Workspace): void {
  for (const directory of [dirname(instance.directory), ...privateDirectories]) closeEntry(directory);
  process.once('exit', () => {
    privateDirectories.forEach(closeTree);
  });
}
