import { bootstrap, bootstrapSteps } from '../bootstrap/bootstrap';
import { openSession } from '../session';

/** Only what a deployment needs; resolves to the exit code. */
export async function bootstrapCommand(): Promise<number> {
  await bootstrap(bootstrapSteps(openSession()));
  return 0;
}
