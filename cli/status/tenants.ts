import type { Instance } from '../../constructs/host/instance';
import { deployedApps, stacksInState } from '../deploy/state';
import { appStatus, type AppStatus } from './app-status';
import { findReplicas } from './replicas';

export interface TenantStatus {
  readonly name: string;
  readonly apps: readonly AppStatus[];
}

/** Every deployed tenant: what its state wants, and what the engine has. */
export async function tenantStatuses(instance: Instance): Promise<readonly TenantStatus[]> {
  const replicas = await findReplicas(instance);
  return stacksInState(instance)
    .map((name) => {
      const own = replicas.filter((replica) => replica.tenant === name);
      const apps = Object.entries(deployedApps(instance, name)).map(([app, deployed]) => appStatus(app, deployed, own));
      return { name, apps: apps.sort((a, b) => a.name.localeCompare(b.name)) };
    })
    .filter(({ apps }) => apps.length > 0);
}

/** `2/2 healthy`. */
export function describeHealth(app: AppStatus): string {
  return `${String(app.healthy)}/${String(app.replicas)} healthy`;
}

export function isWell(tenants: readonly TenantStatus[]): boolean {
  return tenants.every(({ apps }) => apps.every((app) => app.healthy >= app.replicas));
}
