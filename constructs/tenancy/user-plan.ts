import type { IConstruct } from 'constructs';
import { User } from '../container/user';
import { contentHash } from '../terraform/generation';
import { takeClaim } from './claims';
import { Owner } from './owner';

const FIRST_UID = 10_000;
const UIDS = 50_000;

/**
 * A uid that nobody else in the app has, computed from names alone: per-uid limits of the kernel then mean one app of one tenant.
 * @param name app, `gateway` or `router`
 */
export function userOf(scope: IConstruct, name: string): User {
  const owner = Owner.of(scope);
  const uid = FIRST_UID + (Number.parseInt(contentHash([owner.instance.name, owner.tenant ?? '', name]), 16) % UIDS);
  takeClaim(scope, {
    code: 'UidClash',
    kind: 'uid',
    value: String(uid),
    fix: 'set `user: User.of(…)` of one of the two to a free number from 60000 to 65000',
  });
  return User.of(uid);
}
