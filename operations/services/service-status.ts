import { AppEngineError } from '../../constructs/errors';
import type { ServiceDescription } from '../../stacks/service-description';
import { ownedBy } from '../engine/labels';
import type { Session } from '../session';
import type { States } from '../state/states';
import { tenantStatuses } from '../status/tenants';

/** A service of a tenant: as it was deployed, and how it is. */
export interface ServiceStatus extends ServiceDescription {
  readonly tenant: string;
  readonly name: string;
  readonly isHealthy: boolean;
  /** Problems, each with its remedy. */
  readonly problems: readonly string[];
}

/** Services of all tenants, in the order of their names. */
export async function serviceStatuses(session: Session, states: States): Promise<readonly ServiceStatus[]> {
  const tenants = states.stacks.filter((stack) => Object.keys(states.services(stack)).length > 0);
  const statuses = await tenantStatuses(session, states, tenants);
  return tenants.flatMap((tenant) => {
    const apps = statuses.find(({ name }) => name === tenant)?.apps ?? [];
    return Object.entries(states.services(tenant)).map(([name, description]) => {
      const app = apps.find((candidate) => candidate.name === name);
      return { tenant, name, ...description, isHealthy: (app?.healthy ?? 0) > 0, problems: app?.problems ?? [] };
    });
  });
}

/**
 * The running container of a service.
 * @param place tenant and service, such as `acme/orders`
 * @throws AppEngineError ServiceUnknown, ServiceNotRunning
 */
export async function serviceContainer(
  session: Session,
  states: States,
  place: string,
): Promise<{ readonly container: string; readonly type: string; readonly tenant: string; readonly name: string }> {
  const known = states.stacks.flatMap((tenant) =>
    Object.entries(states.services(tenant)).map(([name, { type }]) => ({ place: `${tenant}/${name}`, tenant, name, type })),
  );
  const found = known.find((candidate) => candidate.place === place);
  if (found === undefined) {
    const places = known.map((candidate) => candidate.place).join(', ') || '(none)';
    throw new AppEngineError('ServiceUnknown', `${JSON.stringify(place)} is no service that is deployed; name one of them: ${places}`);
  }
  const containers = await session.engine().listContainers({ filters: ownedBy(session.instance, 'service') });
  const container = containers.find(
    ({ Labels: labels }) => labels['appengine.tenant'] === found.tenant && labels['appengine.app'] === found.name,
  );
  if (container === undefined) {
    throw new AppEngineError('ServiceNotRunning', `service ${place} does not run; start it: npx appengine up --only ${found.tenant}`);
  }
  return { container: container.Id, type: found.type, tenant: found.tenant, name: found.name };
}
