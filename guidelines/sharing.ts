import type { ContainerFacts } from './facts/container-facts';
import { known, unknown, type Known } from './facts/known';

/** Something that containers have in common, and the tenants other than the own one that have it too. */
export interface Sharing {
  readonly what: string;
  readonly tenants: readonly string[];
}

/** Tenants of a group of containers. */
export class Tenancy {
  /** In the order of their names. */
  readonly tenants: ReadonlySet<string>;
  readonly size: number;
  /** The first tenant that is not known yet. */
  readonly firstUnknown: string | undefined;

  constructor(containers: readonly ContainerFacts[]) {
    const tenants = containers.map(({ tenant }) => tenant);
    this.tenants = new Set(tenants.flatMap((tenant) => (tenant.known && tenant.value !== undefined ? [tenant.value] : [])).sort());
    this.size = containers.length;
    this.firstUnknown = tenants.find((tenant) => !tenant.known)?.expression;
  }
}

/** Other tenants that share something with a container. Containers without a tenant's label belong to the platform. */
export function sharing({ tenant }: ContainerFacts, what: string, group: Tenancy | undefined): Known<Sharing> {
  if (group === undefined || group.size < 2 || (tenant.known && tenant.value === undefined)) return known({ what, tenants: [] });
  if (!tenant.known) return unknown(tenant.expression);
  const tenants = [...group.tenants].filter((name) => name !== tenant.value);
  return tenants.length === 0 && group.firstUnknown !== undefined ? unknown(group.firstUnknown) : known({ what, tenants });
}

export function isOwn({ tenants }: Sharing): boolean {
  return tenants.length === 0;
}

export function format({ what, tenants }: Sharing): string {
  return tenants.length === 0 ? what : `${what} with ${tenants.join(', ')}`;
}
