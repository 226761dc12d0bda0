import { useEngine } from '../bootstrap/engine';
import { deployedRoutes, stacksInState } from '../state/state';
import { stateProblems } from '../state/state-problems';
import { deployedHosts, sharedHosts } from '../hosts/hosts-of-stacks';
import { bounded } from '../process/bounded';
import { readCertificate } from '../routes/certificate';
import { renderRoutes, routeDocument } from '../routes/render';
import { isRouteWell, routeStatus, type RouteStatus } from '../routes/route-status';
import { proxyStatuses, unansweringReplicas } from '../status/proxies';
import { tenantStatuses } from '../status/tenants';
import { Workspace } from '../workspace';

/** Exit code when an app has fewer healthy replicas than wanted, a certificate is missing or ends soon, or two tenants bear one host. */
const UNWELL = 2;
const HANDSHAKES_AT_A_TIME = 8;

/** Shows where every host leads, and how that is; resolves to the exit code. */
export async function routes(options: { readonly json?: boolean }): Promise<number> {
  const workspace = Workspace.find();
  await useEngine();

  const now = new Date();
  const found = await routeStatuses(workspace);
  const shared = sharedHosts(deployedHosts(workspace.instance));
  const states = await stateProblems(workspace.instance);
  for (const problem of states) process.stderr.write(`${problem}\n`);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ routes: found.map((route) => routeDocument(route, now)), sharedHosts: Object.fromEntries(shared) }, undefined, 2)}\n`
      : renderRoutes(found, now, shared),
  );
  return states.length + shared.size === 0 && found.every((route) => isRouteWell(route, now)) ? 0 : UNWELL;
}

async function routeStatuses({ instance }: Workspace): Promise<readonly RouteStatus[]> {
  const tenants = await tenantStatuses(instance, undefined, await unansweringReplicas(await proxyStatuses(instance)));
  // From all stacks: a tenant may have redirects alone.
  const deployed = stacksInState(instance).flatMap((tenant) => deployedRoutes(instance, tenant).map((route) => ({ tenant, route })));
  const hosts = [...new Set(deployed.map(({ route }) => route.host))];
  const certificates = await bounded(hosts, HANDSHAKES_AT_A_TIME, (host) => readCertificate(instance.httpsPort, host));
  return deployed.flatMap(({ tenant, route }) => {
    const apps = tenants.find(({ name }) => name === tenant)?.apps ?? [];
    const certificate = certificates[hosts.indexOf(route.host)];
    return certificate === undefined ? [] : [routeStatus(tenant, route, apps, certificate)];
  });
}
