import type { IConstruct } from 'constructs';
import { User } from '../container/user';
import { contentHash } from '../cdktf/generation';
import { reserveName } from '../owner/reservations';
import { Owner } from '../owner/owner';

const FIRST_UID = 10_000;
const UIDS = 50_000;

/** Users that a tenant's apps were given, by app: one object that several of them share is meant to be one user. */
const given = new WeakMap<IConstruct, Map<User, string>>();

/**
 * A uid that no other app has: per-uid limits of the kernel then mean one app of one tenant.
 * @param name app, `gateway` or `router`: with instance and tenant it decides the uid
 * @param chosen instead of the computed one; the same object may be that of several apps of a tenant
 */
export function userOf(scope: IConstruct, name: string, chosen?: User): User {
  const { instance, tenant } = Owner.of(scope);
  const user = chosen ?? computedUser(instance.name, tenant ?? '', name);
  const users = given.get(scope.node.root) ?? new Map<User, string>();
  given.set(scope.node.root, users);
  const isShared = tenant !== undefined && users.get(user) === tenant;
  users.set(user, tenant ?? '');
  if (user.uid !== undefined && !isShared) {
    reserveName(scope, {
      code: 'UidClash',
      kind: 'uid',
      value: String(user.uid),
      fix: 'set `user: User.of(…)` of one of the two, `gateway.user` or the `user` of `certificates` of its tenant, to a free number from 60000 to 65000; apps of a tenant that are to be one user take the same `User` object',
    });
  }
  return user;
}

/** The user that a name has where none was chosen, without a claim to be the only one. @param tenant empty for the platform's own */
export function computedUser(instance: string, tenant: string, name: string): User {
  return User.of(FIRST_UID + (Number.parseInt(contentHash([instance, tenant, name]), 16) % UIDS));
}
