import { AppEngineError } from '../../constructs/errors';
import type { ServiceDescription } from '../../stacks/service-description';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';
import type { States } from '../state/states';
import { tenantStatuses } from '../status/tenants';
import { sharedServer, sharesOf } from './shared-servers';

/** A service of a tenant: as it was deployed, and how it is. */
export interface ServiceStatus extends ServiceDescription {
  readonly tenant: string;
  readonly name: string;
  readonly isHealthy: boolean;
  /** Used of the storage, in MiB; undefined where tenants do not share the server, and where it does not answer. */
  readonly used?: number;
  /** Problems, each with its remedy. */
  readonly problems: readonly string[];
}

/** Services of all tenants, in the order of their names. */
export async function serviceStatuses(session: Session, states: States): Promise<readonly ServiceStatus[]> {
  const tenants = states.stacks.filter((stack) => Object.keys(states.services(stack)).length > 0);
  const statuses = await tenantStatuses(session, states, tenants);
  const all = tenants.flatMap((tenant) =>
    Object.entries(states.services(tenant)).map(([name, description]) => ({ tenant, name, description })),
  );
  const shared = [...new Set(all.flatMap(({ description: { type, shared: own } }) => (own === undefined ? [] : [type])))];
  const shares = new Map(await Promise.all(shared.map(async (type) => [type, await sharesOf(session, type)] as const)));
  return all.map(({ tenant, name, description }) => {
    const app = statuses.find((status) => status.name === tenant)?.apps.find((candidate) => candidate.name === name);
    const share = description.shared === undefined ? undefined : shares.get(description.type)?.[`${tenant}/${name}`];
    return {
      ...{ tenant, name, ...description, isHealthy: (app?.healthy ?? 0) > 0 },
      ...(share === undefined ? {} : { used: share.used }),
      problems: [...(app?.problems ?? []), ...(share?.problem === undefined ? [] : [share.problem])],
    };
  });
}

/** The running container of a service. */
export interface ServiceContainer {
  /** Its id; that of the server that tenants share, where it is shared. */
  readonly container: string;
  readonly type: string;
  readonly tenant: string;
  readonly name: string;
  readonly isShared: boolean;
}

/**
 * The running container of a service.
 * @param place tenant and service, such as `acme/orders`
 * @throws AppEngineError ServiceUnknown, ServiceNotRunning
 */
export async function serviceContainer(session: Session, states: States, place: string): Promise<ServiceContainer> {
  const known = states.stacks.flatMap((tenant) =>
    Object.entries(states.services(tenant)).map(([name, { type, shared }]) => ({
      ...{ place: `${tenant}/${name}`, tenant, name, type, isShared: shared !== undefined },
    })),
  );
  const found = known.find((candidate) => candidate.place === place);
  if (found === undefined) {
    const places = known.map((candidate) => candidate.place).join(', ') || '(none)';
    throw new AppEngineError('ServiceUnknown', `${JSON.stringify(place)} is no service that is deployed; name one of them: ${places}`);
  }
  const { type, tenant, name, isShared } = found;
  if (isShared) {
    const server = await sharedServer(session, type);
    if (server !== undefined) return { container: server, type, tenant, name, isShared };
    throw new AppEngineError(
      'ServiceNotRunning',
      `the server that ${place} shares does not run; start it: npx appengine up --only platform`,
    );
  }
  const containers = await session.engine().listContainers({ filters: ownedBy(session.instance, 'service') });
  const container = containers.find(({ Labels: labels }) => labels['appengine.tenant'] === tenant && labels['appengine.app'] === name);
  if (container === undefined) {
    throw new AppEngineError('ServiceNotRunning', `service ${place} does not run; start it: npx appengine up --only ${tenant}`);
  }
  return { container: container.Id, type, tenant, name, isShared };
}
