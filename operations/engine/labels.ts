import type { Instance } from '../../constructs/host/instance';
import type { Role } from '../../constructs/owner/labels';

/** Value of the label `appengine.role` of the volume that names the owner of an instance. */
export const OWNER_ROLE = 'owner';

/** Of the volumes that only say something to those who change the instance. */
export const MARKER_ROLE = 'marker';

/** Filter of the engine API for what belongs to an instance. */
export function ownedBy(instance: Instance, role?: Role): { label: string[] } {
  return { label: [`appengine.instance=${instance.name}`, ...(role === undefined ? [] : [`appengine.role=${role}`])] };
}
