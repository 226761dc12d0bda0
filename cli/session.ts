import { Session } from '../operations/session';
import { Workspace } from '../operations/workspace';

/** The project of the current directory, with the environment of this process. @throws AppEngineError ProjectNotFound */
export function openSession(): Session {
  return new Session(Workspace.find(process.cwd(), process.env), process.env);
}
