import { useEngine } from '../bootstrap/engine';
import { stateProblems } from '../../operations/state/state-problems';
import { proxyStatuses, unansweringReplicas, type ProxyStatus } from '../../operations/status/proxies';
import { renderStatus } from '../render/status';
import { isWell, tenantStatuses, type TenantStatus } from '../../operations/status/tenants';
import { openStore } from '../deploy/open-store';
import { States } from '../../operations/state/states';
import { Workspace } from '../../operations/workspace';

/** Exit code when an app has fewer healthy replicas than wanted, or a container had an accident or is gone. */
const UNWELL = 2;

/** Shows every tenant's apps, and what leads to them; resolves to the exit code. */
export async function status(options: { readonly json?: boolean }): Promise<number> {
  const workspace = Workspace.find();
  const { instance } = workspace;
  await useEngine();
  const store = await openStore(workspace);
  const states = await States.read(store);
  const proxies = await proxyStatuses(instance, states);
  const problems = await stateProblems(store, states);
  const tenants = await tenantStatuses(instance, states, undefined, await unansweringReplicas(proxies));
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(toDocument(tenants, proxies, problems), undefined, 2)}\n`
      : renderStatus(tenants, proxies, problems),
  );
  return problems.length === 0 && isWell(tenants) && proxies.every((proxy) => proxy.problems.length === 0) ? 0 : UNWELL;
}

function toDocument(tenants: readonly TenantStatus[], proxies: readonly ProxyStatus[], states: readonly string[]): object {
  return {
    tenants: tenants.map(({ name, apps }) => ({
      name,
      apps: apps.map(({ name: app, urls, replicas, healthy, image, generation, restarts, problems }) => ({
        name: app,
        urls,
        replicas,
        healthy,
        image,
        generation,
        restarts,
        problems,
      })),
    })),
    states,
    proxies: proxies.map(({ stack, role, name, state, restarts, problems }) => ({ stack, role, name, state, restarts, problems })),
  };
}
