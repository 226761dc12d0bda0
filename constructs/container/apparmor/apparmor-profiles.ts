import type { IConstruct } from 'constructs';
import { HardenedContainer } from '../hardened-container';
import type { AppArmorProfile } from './apparmor-profile';

/**
 * The profiles of all containers below a scope, each once and sorted by name: what a host has to load before it starts them with
 * `AppArmorPolicy.generated()`. The gateway of a tenant is only known when its stack has been synthesized.
 */
export function appArmorProfilesBelow(scope: IConstruct): readonly AppArmorProfile[] {
  const containers = scope.node.findAll().filter((construct) => construct instanceof HardenedContainer);
  const byName = new Map(containers.map(({ appArmor }) => [appArmor.name, appArmor]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
