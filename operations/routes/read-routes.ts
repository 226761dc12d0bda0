import { bounded } from '../process/bounded';
import type { Session } from '../session';
import type { States } from '../state/states';
import { proxyStatuses, unansweringReplicas } from '../status/proxies';
import { tenantStatuses } from '../status/tenants';
import { readCertificate } from './certificate';
import { routeStatus, type RouteStatus } from './route-status';

const HANDSHAKES_AT_A_TIME = 8;

/** All routes of an installation: as they were deployed, as the engine has them, and with the certificates that clients see. */
export async function readRoutes(session: Session, states: States): Promise<readonly RouteStatus[]> {
  const unanswering = await unansweringReplicas(session, await proxyStatuses(session, states));
  const tenants = await tenantStatuses(session, states, undefined, unanswering);
  // From all stacks: a tenant may have redirects alone.
  const deployed = states.stacks.flatMap((tenant) => states.routes(tenant).map((route) => ({ tenant, route })));
  const hosts = [...new Set(deployed.map(({ route }) => route.host))];
  const certificates = await bounded(hosts, HANDSHAKES_AT_A_TIME, (host) => readCertificate(session.instance.httpsPort, host));
  return deployed.flatMap(({ tenant, route }) => {
    const apps = tenants.find(({ name }) => name === tenant)?.apps ?? [];
    const certificate = certificates[hosts.indexOf(route.host)];
    return certificate === undefined ? [] : [routeStatus(tenant, route, apps, certificate)];
  });
}
