import { dropShares } from '../../operations/services/shared-servers';
import type { Session } from '../../operations/session';
import { row } from '../terminal/format';

/**
 * Removes what tenants have on servers that they share with others: it is in a volume of the platform, which stays.
 * @param places services that are on one, such as `acme/orders`
 */
export function dropTasks(
  session: Session,
  tenants: readonly string[],
  places: readonly string[],
): { readonly subject: string; run(): Promise<string> }[] {
  return tenants.map((tenant) => ({
    subject: tenant,
    run: async () => {
      const own = places.filter((place) => place.startsWith(`${tenant}/`));
      const dropped = await dropShares(session, tenant, own);
      return row(tenant, dropped.length === 0 ? 'nothing on shared servers' : `removed on shared servers: ${dropped.join(', ')}`);
    },
  }));
}
