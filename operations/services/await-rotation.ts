import { AppEngineError } from '../../constructs/errors';
import { outputOf } from '../engine/output-of';
import type { Session } from '../session';
import type { States } from '../state/states';
import { serviceContainer } from './service-status';

/** A service whose apps have other credentials, and no others are taken. */
export interface RotatedService {
  /** Tenant and service. */
  readonly service: string;
  readonly rotation: number;
  /** Users that the server has now. */
  readonly users: readonly string[];
}

export interface RotationWait {
  /** Tenant and service, such as `acme/orders`. */
  readonly service: string;
  /** In ms. */
  readonly patience: number;
  /** Between two looks, in ms. */
  readonly pause: number;
  /** Gets the users that are still taken. */
  readonly report: (users: readonly string[]) => void;
}

/**
 * Waits until a server has the users that were deployed and no others: those before go some seconds after the last container that used them.
 * @throws AppEngineError RotationUnfinished, ServiceUnknown, ServiceNotRunning
 */
export async function awaitRotation(session: Session, states: States, wait: RotationWait): Promise<RotatedService> {
  const { service, patience, pause, report } = wait;
  const { container, tenant, name, isShared } = await serviceContainer(session, states, service);
  const { rotation = 1, usedBy = [] } = states.services(tenant)[name] ?? {};
  const expected = usedBy.map((app) => `${app}-${String(rotation)}`).sort();
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await outputOf(session.engine(), container, ['agent', 'binding', 'users', ...(isShared ? [tenant, name] : [])]);
    const users = answer?.split('\n').filter((line) => line !== '') ?? [];
    if (answer !== undefined && users.join() === expected.join()) return { service, rotation, users };
    const others = users.filter((user) => !expected.includes(user));
    report(others);
    if (Date.now() > deadline) throw unfinished(service, expected, users);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function unfinished(service: string, expected: readonly string[], users: readonly string[]): AppEngineError {
  return new AppEngineError(
    'RotationUnfinished',
    `${service} has the users ${users.join(', ') || '(none)'} instead of ${expected.join(', ') || '(none)'}; containers of an earlier deploy still run, or the server does not answer: look with npx appengine status, and run npx appengine up`,
  );
}
