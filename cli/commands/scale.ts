import { refuseScale } from '../../operations/scale/refuse-scale';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { openSession } from '../session';
import { tellResult } from '../terminal/result';

/** Says which line decides how many replicas an app has; resolves to the exit code. */
export async function scale(place: string, count: string, options: { readonly json?: boolean }): Promise<number> {
  const session = openSession();
  await useEngine();
  const states = await States.read(await openStore(session));
  const replicas = refuseScale(states, session.workspace.directory, place, count);
  tellResult(options, { app: place, replicas }, () => `${place} has ${String(replicas)} replicas already.\n`);
  return 0;
}
