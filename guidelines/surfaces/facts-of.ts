import type { Facts } from '../facts';
import { builderFacts } from './read-builder';
import { containerFacts } from './read-container';
import { imageFacts, pushFacts } from './read-image';
import { networkFacts } from './read-network';
import { opaqueFacts } from './read-opaque';
import { providerFacts } from './read-provider';
import { createdVolumes, volumeFacts } from './read-volume';
import type { Configuration, Declaration } from './terraform-json';

/** Facts of declarations. */
export function factsOf({ resources, data, providers, modules, actions }: Configuration): readonly Facts[] {
  const ofType = (type: string): readonly Declaration[] => resources.filter((resource) => resource.type === type);
  const volumes = [...ofType('docker_volume').map(volumeFacts), ...resources.flatMap(createdVolumes)];
  const disguised = volumes.filter(({ hostPaths }) => hostPaths.length > 0);
  return [
    ...providers.map(providerFacts),
    ...volumes,
    ...ofType('docker_container').map((resource) => containerFacts(resource, disguised)),
    ...ofType('docker_image').map(imageFacts),
    ...ofType('docker_registry_image').map(pushFacts),
    ...ofType('docker_network').map(networkFacts),
    ...ofType('docker_buildx_builder').map(builderFacts),
    ...[...resources, ...data, ...modules, ...actions].flatMap(opaqueFacts),
  ];
}
