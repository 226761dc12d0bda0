import { AppEngineError } from '../../constructs/errors';
import { ownedBy } from '../engine/labels';
import { outputOf } from '../engine/output-of';
import type { Session } from '../session';
import type { States } from '../state/states';

const PREFIX = 'shared-';

/** Part of a shared server that a service has, as the server tells it. */
export interface Share {
  /** Name that the server has given the database. */
  readonly database: string;
  /** Used of the storage, in MiB. */
  readonly used: number;
  /** Problem with its remedy; undefined where it is as declared. */
  readonly problem?: string;
}

/** The running container of the server of a type that tenants share; undefined without one. */
export async function sharedServer(session: Session, type: string): Promise<string | undefined> {
  return (await sharedServers(session)).get(type);
}

/** Shares of a server by tenant and service, such as `acme/orders`; none where the server does not answer. */
export async function sharesOf(session: Session, type: string): Promise<Readonly<Record<string, Share>>> {
  const server = await sharedServer(session, type);
  const answer = server === undefined ? undefined : await outputOf(session.engine(), server, ['agent', 'binding', 'shares']);
  return answer === undefined ? {} : (JSON.parse(answer) as Record<string, Share>);
}

/**
 * Removes what a tenant has on shared servers for good. Resolves to its services there.
 * @param places services of it that are known to be on one, such as `acme/orders`
 * @throws AppEngineError ServiceNotRunning
 */
export async function dropShares(session: Session, tenant: string, places: readonly string[]): Promise<readonly string[]> {
  const dropped: string[] = [];
  const servers = await sharedServers(session);
  if (servers.size === 0 && places.length > 0) throw notRemoved(tenant, places.join(', '));
  for (const [type, server] of servers) {
    const answer = await outputOf(session.engine(), server, ['agent', type, 'drop-share', tenant]);
    if (answer === undefined) throw notRemoved(tenant, `what it has in the shared ${type}`);
    dropped.push(...answer.split('\n').filter((line) => line !== ''));
  }
  return dropped;
}

function notRemoved(tenant: string, what: string): AppEngineError {
  return new AppEngineError(
    'ServiceNotRunning',
    `the shared server does not answer, so that the data of ${tenant} is still there: ${what}; start it with npx appengine up --only platform, and run npx appengine down --only ${tenant} --volumes again`,
  );
}

/** Services of some stacks that are on shared servers, as `acme/orders`. */
export function sharedPlaces(states: States, stacks: readonly string[]): readonly string[] {
  return stacks.flatMap((stack) =>
    Object.entries(states.services(stack)).flatMap(([name, { shared }]) => (shared === undefined ? [] : [`${stack}/${name}`])),
  );
}

/** Containers of the platform's shared servers that run, by type. */
async function sharedServers(session: Session): Promise<ReadonlyMap<string, string>> {
  const containers = await session.engine().listContainers({ filters: ownedBy(session.instance, 'service') });
  return new Map(
    containers.flatMap(({ Id, Labels: labels }) => {
      const app = labels['appengine.app'] ?? '';
      return labels['appengine.tenant'] === undefined && app.startsWith(PREFIX) ? [[app.slice(PREFIX.length), Id] as const] : [];
    }),
  );
}
