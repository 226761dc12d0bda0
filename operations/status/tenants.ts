import type { Session } from '../session';
import type { States } from '../state/states';
import { appStatus, type AppStatus, type CanaryStatus } from './app-status';
import { findReplicas } from './replicas';

export interface TenantStatus {
  readonly name: string;
  readonly apps: readonly AppStatus[];
}

/**
 * Tenants as they are deployed: what their states want, and what the engine has.
 * @param names those to look at: each container is a request to the engine
 * @param unanswering names of replicas' containers that their gateway gets no answer from
 */
export async function tenantStatuses(
  session: Session,
  states: States,
  names: readonly string[] = states.stacks,
  unanswering: ReadonlySet<string> = new Set(),
): Promise<readonly TenantStatus[]> {
  const deployed = [...names]
    .sort()
    .map((name) => ({ name, apps: Object.entries(states.apps(name)) }))
    .filter(({ apps }) => apps.length > 0);
  if (deployed.length === 0) return [];
  const replicas = await findReplicas(
    session,
    deployed.map(({ name }) => name),
    unanswering,
  );
  return deployed.map(({ name, apps }) => {
    const own = replicas.filter((replica) => replica.tenant === name);
    const statuses = apps.map(([app, wanted]) => appStatus(app, wanted, own, session.instance));
    return { name, apps: statuses.sort((a, b) => a.name.localeCompare(b.name)) };
  });
}

/** `2/2 healthy`. */
export function describeHealth(app: Pick<AppStatus, 'healthy' | 'replicas'>): string {
  return `${String(app.healthy)}/${String(app.replicas)} healthy`;
}

/** `canary of release 3 on 5 % of the requests, 1/1 healthy`. */
export function describeCanary(canary: CanaryStatus): string {
  return `canary of release ${String(canary.release)} on ${String(canary.percent)} % of the requests, ${describeHealth(canary)}`;
}

export function areHealthy(tenants: readonly TenantStatus[]): boolean {
  return tenants.every(({ apps }) => apps.every((app) => isComplete(app) && isComplete(app.canary) && app.problems.length === 0));
}

function isComplete(app: Pick<AppStatus, 'healthy' | 'replicas'> | undefined): boolean {
  return app === undefined || app.healthy >= app.replicas;
}
