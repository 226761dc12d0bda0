import { AppEngineError } from '../../constructs/errors';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';
import type { States } from '../state/states';

/** A service or a volume that has backups. */
export interface Place {
  readonly tenant: string;
  readonly name: string;
}

/** Ids of the running containers that make backups, by tenant and name, such as `acme/orders`. */
export async function keeperContainers(session: Session): Promise<ReadonlyMap<string, string>> {
  const containers = await session.engine().listContainers({ filters: ownedBy(session.instance, 'backup') });
  return new Map(containers.map(({ Id, Labels: labels }) => [`${labels['appengine.tenant'] ?? ''}/${labels['appengine.app'] ?? ''}`, Id]));
}

/**
 * The one of a service or volume.
 * @param place tenant and name, such as `acme/orders`
 * @throws AppEngineError BackupUnknown, BackupNotRunning
 */
export async function keeperContainer(session: Session, states: States, place: string): Promise<Place & { readonly container: string }> {
  const known = states.stacks.flatMap((tenant) => Object.keys(states.backups(tenant)).map((name) => ({ tenant, name })));
  const found = known.find(({ tenant, name }) => `${tenant}/${name}` === place);
  if (found === undefined) {
    const places = known.map(({ tenant, name }) => `${tenant}/${name}`).join(', ') || '(none)';
    throw new AppEngineError('BackupUnknown', `${JSON.stringify(place)} is not backed up; name one of what is: ${places}`);
  }
  const container = (await keeperContainers(session)).get(place);
  if (container !== undefined) return { ...found, container };
  throw new AppEngineError(
    'BackupNotRunning',
    `the container that makes the backups of ${place} does not run; start it: npx appengine up --only ${found.tenant}`,
  );
}
