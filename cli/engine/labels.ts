import type { Instance } from '../../constructs/host/instance';
import type { Role } from '../../constructs/owner/labels';

/** Filter of the engine API for what belongs to an instance. */
export function ownedBy(instance: Instance, role?: Role): { label: string[] } {
  return { label: [`appengine.instance=${instance.name}`, ...(role === undefined ? [] : [`appengine.role=${role}`])] };
}
