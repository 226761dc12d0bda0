import type { CanaryDescription } from '../../stacks/app-description';
import { outputOf } from '../engine/output-of';
import type { Session } from '../session';
import type { States } from '../state/states';
import { proxyStatuses } from '../status/proxies';
import { parseTraffic } from './traffic';
import type { ProxyTraffic } from './traffic-count';

const PROGRAM = ['agent', 'gateway', 'traffic'];

/** Canaries of the apps of a tenant that try a release, by their names, as they were deployed. */
export function deployedCanaries(states: States, tenant: string, release: number): ReadonlyMap<string, CanaryDescription> {
  return new Map(
    Object.entries(states.apps(tenant)).flatMap(([app, { canary }]) => (canary?.release === release ? [[app, canary] as const] : [])),
  );
}

/**
 * Asks the gateway of a tenant, and the balancers of its apps, about apps that have a canary.
 * @param states with the tenant's
 * @throws where none of them leads to one
 */
export async function readTraffic(
  session: Session,
  states: States,
  tenant: string,
  apps: ReadonlySet<string>,
): Promise<readonly ProxyTraffic[]> {
  const proxies = (await proxyStatuses(session, states)).flatMap(({ stack, role, id }) =>
    stack === tenant && role !== 'router' && id !== undefined ? [id] : [],
  );
  const found = await Promise.all(
    proxies.map(async (proxy): Promise<ProxyTraffic> => {
      const servers = parseTraffic((await outputOf(session.engine(), proxy, PROGRAM)) ?? '');
      return { proxy, servers: servers.filter(({ backend }) => apps.has(backend)) };
    }),
  );
  if (found.some(({ servers }) => servers.length > 0)) return found;
  throw new Error(`no gateway that runs leads to ${[...apps].join(', ')}, so that nothing is seen of the canary`);
}
