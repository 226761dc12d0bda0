import { useEngine } from '../bootstrap/engine';
import { openStore } from '../deploy/open-store';
import { States } from '../../operations/state/states';
import { stateProblems } from '../../operations/state/state-problems';
import { deployedHosts, sharedHosts } from '../../operations/routes/hosts-of-stacks';
import { bounded } from '../../operations/process/bounded';
import { readCertificate } from '../../operations/routes/certificate';
import { renderRoutes, routeDocument } from '../render/routes';
import { isRouteWell, routeStatus, type RouteStatus } from '../../operations/routes/route-status';
import { proxyStatuses, unansweringReplicas } from '../../operations/status/proxies';
import { tenantStatuses } from '../../operations/status/tenants';
import { Workspace } from '../../operations/workspace';
import type { Instance } from '../../constructs/host/instance';

/** Exit code when an app has fewer healthy replicas than wanted, a certificate is missing or ends soon, or two tenants bear one host. */
const UNWELL = 2;
const HANDSHAKES_AT_A_TIME = 8;

/** Shows where every host leads, and how that is; resolves to the exit code. */
export async function routes(options: { readonly json?: boolean }): Promise<number> {
  const workspace = Workspace.find();
  await useEngine();

  const now = new Date();
  const store = await openStore(workspace);
  const states = await States.read(store);
  const found = await routeStatuses(workspace.instance, states);
  const shared = sharedHosts(deployedHosts(states));
  const problems = await stateProblems(store, states);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ routes: found.map((route) => routeDocument(route, now)), sharedHosts: Object.fromEntries(shared) }, undefined, 2)}\n`
      : renderRoutes(found, now, shared),
  );
  return problems.length + shared.size === 0 && found.every((route) => isRouteWell(route, now)) ? 0 : UNWELL;
}

async function routeStatuses(instance: Instance, states: States): Promise<readonly RouteStatus[]> {
  const tenants = await tenantStatuses(instance, states, undefined, await unansweringReplicas(await proxyStatuses(instance, states)));
  // From all stacks: a tenant may have redirects alone.
  const deployed = states.stacks.flatMap((tenant) => states.routes(tenant).map((route) => ({ tenant, route })));
  const hosts = [...new Set(deployed.map(({ route }) => route.host))];
  const certificates = await bounded(hosts, HANDSHAKES_AT_A_TIME, (host) => readCertificate(instance.httpsPort, host));
  return deployed.flatMap(({ tenant, route }) => {
    const apps = tenants.find(({ name }) => name === tenant)?.apps ?? [];
    const certificate = certificates[hosts.indexOf(route.host)];
    return certificate === undefined ? [] : [routeStatus(tenant, route, apps, certificate)];
  });
}
