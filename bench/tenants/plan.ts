/** Which tenants the project declares, through `plan.json`. */
export interface Plan {
  /** Numbers from 1 on. */
  readonly tenants: readonly number[];
}

export const nameOf = (tenant: number): string => `tenant-${String(tenant)}`;

export const hostOf = (tenant: number): string => `web.${nameOf(tenant)}.localhost`;

export const PATH = '/healthz';
