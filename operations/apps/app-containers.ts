import { AppEngineError } from '../../constructs/errors';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';

/** A container of an application, job or service of a tenant. */
export interface AppContainer {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly app: string;
  /** Which of the replicas, from 1 on. */
  readonly slot: number;
  readonly generation: string;
  readonly isRunning: boolean;
}

const ROLES = ['replica', 'job', 'schedule', 'service'] as const;

/** A place such as `acme` or `acme/shop`. */
export interface Place {
  readonly tenant: string;
  /** @default all of the tenant */
  readonly app?: string;
}

/** @param text such as `acme` or `acme/shop` */
export function placeOf(text: string): Place {
  const [tenant = '', app] = text.split('/');
  return app === undefined ? { tenant } : { tenant, app };
}

/**
 * Containers of a tenant, or of one of its apps, in the order of app and slot; of a slot the youngest first.
 * @throws AppEngineError AppUnknown
 */
export async function appContainers(session: Session, place: Place): Promise<readonly AppContainer[]> {
  const client = session.engine();
  const listed = await Promise.all(ROLES.map((role) => client.listContainers({ all: true, filters: ownedBy(session.instance, role) })));
  const all = listed.flat().sort((a, b) => b.Created - a.Created);
  const containers = all.map(({ Id, Names: [name = ''], Labels, State }) => ({
    id: Id,
    name: name.slice(1),
    tenant: Labels['appengine.tenant'] ?? '',
    app: Labels['appengine.app'] ?? '',
    slot: Number(Labels['appengine.slot'] ?? 1),
    generation: Labels['appengine.generation'] ?? '',
    isRunning: State === 'running',
  }));
  const found = containers.filter(({ tenant, app }) => tenant === place.tenant && (place.app === undefined || app === place.app));
  if (found.length === 0) {
    const places = [...new Set(containers.map(({ tenant, app }) => `${tenant}/${app}`))].sort();
    const text = place.app === undefined ? place.tenant : `${place.tenant}/${place.app}`;
    throw new AppEngineError(
      'AppUnknown',
      `${JSON.stringify(text)} must be a tenant, or an app of one, that has containers: ${places.join(', ') || '(none)'}; correct it, or deploy it first: npx appengine up`,
    );
  }
  return found.sort((a, b) => a.app.localeCompare(b.app) || a.slot - b.slot);
}

/**
 * The running container of a replica.
 * @param slot from 1 on; the first that runs otherwise
 * @throws AppEngineError AppUnknown, ReplicaNotRunning
 */
export async function runningReplica(session: Session, place: Place, slot?: number): Promise<AppContainer> {
  const containers = await appContainers(session, place);
  const found = containers.find((container) => container.isRunning && (slot === undefined || container.slot === slot));
  if (found !== undefined) return found;
  const running = containers.filter(({ isRunning }) => isRunning).map((container) => String(container.slot));
  throw new AppEngineError(
    'ReplicaNotRunning',
    `${slot === undefined ? 'a replica' : `replica ${String(slot)}`} of ${place.tenant}/${place.app ?? ''} must run, and ${running.length === 0 ? 'none does' : `those that do are ${running.join(', ')}`}; start it: npx appengine up --only ${place.tenant}`,
  );
}
