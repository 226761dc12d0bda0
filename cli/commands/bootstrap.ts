import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { Workspace } from '../../operations/workspace';

/** Only what a deployment needs; resolves to the exit code. */
export async function bootstrapCommand(): Promise<number> {
  await bootstrap(bootstrapSteps(Workspace.find()));
  return 0;
}
