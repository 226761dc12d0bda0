import { AppEngineError } from '../../constructs/errors';
import { ROTATIONS_FILE } from '../../constructs/services/requested-rotations';
import { awaitRotation, type RotatedService } from '../../operations/services/await-rotation';
import { requestRotation } from '../../operations/services/request-rotation';
import { serviceStatuses, type ServiceStatus } from '../../operations/services/service-status';
import type { Session } from '../../operations/session';
import { States } from '../../operations/state/states';
import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { openSession } from '../session';
import { row } from '../terminal/format';
import { showProgress, type ProgressOptions } from '../terminal/progress';
import { up } from './up';

export interface RotateOptions {
  readonly json?: boolean;
  readonly wait?: string;
}

const PATIENCE_MS = 120_000;
const PAUSE_MS = 1000;

/** Gives the apps of services other credentials, and waits until those before are refused; resolves to the exit code. */
export async function rotate(places: readonly string[], { json, wait }: RotateOptions): Promise<number> {
  const session = openSession();
  await useEngine();
  const deployed = await serviceStatuses(session, await States.read(await openStore(session)));
  const chosen = [...new Set(places)].map((place) => rotatable(place, deployed));
  await requestRotation(session.workspace, chosen.map(placeOf));
  const options = { only: [...new Set(chosen.map(({ tenant }) => tenant))], ...(json === true ? { json } : {}) };
  const exitCode = await up(wait === undefined ? options : { ...options, wait }, {
    afterwards: async (states, progress) => ({ rotated: await awaitAll(session, states, chosen.map(placeOf), progress) }),
  });
  process.stderr.write(
    exitCode === 0
      ? `  Commit ${ROTATIONS_FILE}: a deploy without it would rotate back.\n`
      : `  The credentials before are still taken, and ${ROTATIONS_FILE} asks for others: the next npx appengine up makes them.\n`,
  );
  return exitCode;
}

async function awaitAll(
  session: Session,
  states: States,
  places: readonly string[],
  progress: ProgressOptions,
): Promise<readonly RotatedService[]> {
  const rotated: RotatedService[] = [];
  const tasks = places.map((service) => ({
    subject: service,
    run: async (tell: (activity: string) => void): Promise<string> => {
      const report = (users: readonly string[]): void => {
        tell(users.length === 0 ? 'waits for the server' : `waits for the end of ${users.join(', ')}`);
      };
      const done = await awaitRotation(session, states, { service, patience: PATIENCE_MS, pause: PAUSE_MS, report });
      rotated.push(done);
      return row(service, `rotated: ${done.users.join(', ') || 'no app uses it'}; nobody else logs in`);
    },
  }));
  await showProgress(tasks, progress);
  return rotated;
}

/** @throws AppEngineError ServiceUnknown, ServiceKeepsCredentials, ServiceUnhealthy */
function rotatable(place: string, deployed: readonly ServiceStatus[]): ServiceStatus {
  const found = deployed.find((service) => placeOf(service) === place);
  if (found === undefined) {
    const places = deployed.map(placeOf).join(', ') || '(none)';
    throw new AppEngineError('ServiceUnknown', `${JSON.stringify(place)} is no service that is deployed; name one of them: ${places}`);
  }
  if (found.rotation === undefined) {
    throw new AppEngineError(
      'ServiceKeepsCredentials',
      `service ${place} keeps the credentials that its server was made with, as all of Service.fromImage do; change them in the server, and give apps the new ones by a Secret, or rotate the server of a pooler`,
    );
  }
  if (!found.isHealthy) {
    throw new AppEngineError(
      'ServiceUnhealthy',
      `service ${place} is down, and takes no new credentials; nothing was changed: see npx appengine status, and start it with npx appengine up --only ${found.tenant}`,
    );
  }
  return found;
}

function placeOf({ tenant, name }: ServiceStatus): string {
  return `${tenant}/${name}`;
}
