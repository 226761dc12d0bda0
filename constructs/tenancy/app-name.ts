import type { IConstruct } from 'constructs';
import { AppEngineError } from '../errors';
import { reserveName } from '../owner/reservations';
import { Owner } from '../owner/owner';

const LONGEST_NAME = 24;

/** Names of a tenant's gateway, and of an app's balancer and egress proxy. */
const RESERVED = /^gateway$|-(balancer|egress)$/;

/**
 * Takes `name` for a pool or a job of the tenant: status, uids and the gateway know an app by it.
 * @throws AppEngineError AppNameInvalid, NameClash
 */
export function claimAppName(scope: IConstruct, name: string): string {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > LONGEST_NAME || RESERVED.test(name)) {
    throw new AppEngineError(
      'AppNameInvalid',
      `app name ${JSON.stringify(name)} must be 1 to ${String(LONGEST_NAME)} of a-z, 0-9 and single "-", a letter first, not "gateway", and without "-egress" or "-balancer" at its end; set \`name\``,
      scope,
    );
  }
  reserveName(scope, {
    code: 'NameClash',
    kind: `app name of ${Owner.of(scope).prefix}`,
    value: name,
    fix: 'set `name` of one of the two',
  });
  return name;
}
