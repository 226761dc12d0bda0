import type { IConstruct } from 'constructs';
import { User } from '../container/user';
import { contentHash } from '../terraform/generation';
import { takeClaim } from './claims';
import { Owner } from './owner';

const FIRST_UID = 10_000;
const UIDS = 50_000;

/**
 * A uid that nobody else in the app has: per-uid limits of the kernel then mean one app of one tenant.
 * @param name app, `gateway` or `router`: with instance and tenant it decides the uid
 * @param chosen instead of the computed one
 */
export function userOf(scope: IConstruct, name: string, chosen?: User): User {
  const { instance, tenant } = Owner.of(scope);
  const user = chosen ?? computedUser(instance.name, tenant ?? '', name);
  if (user.uid !== undefined) {
    takeClaim(scope, {
      code: 'UidClash',
      kind: 'uid',
      value: String(user.uid),
      fix: 'set `user: User.of(…)` of one of the two, or `gatewayUser` of its tenant, to a free number from 60000 to 65000',
    });
  }
  return user;
}

function computedUser(instance: string, tenant: string, name: string): User {
  return User.of(FIRST_UID + (Number.parseInt(contentHash([instance, tenant, name]), 16) % UIDS));
}
