import type { Instance } from '../../constructs/host/instance';
import type { Role } from '../../constructs/labels';

/** Filter of the engine API for what belongs to an instance, or to one tenant of it. */
export function ownedBy(instance: Instance, tenant?: string, role?: Role): { label: string[] } {
  return {
    label: [
      `appengine.instance=${instance.name}`,
      ...(tenant === undefined ? [] : [`appengine.tenant=${tenant}`]),
      ...(role === undefined ? [] : [`appengine.role=${role}`]),
    ],
  };
}
