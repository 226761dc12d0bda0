import type { Facts } from '../facts';
import { containerFacts } from './read-container';
import { imageFacts, pushFacts } from './read-image';
import { networkFacts } from './read-network';
import { opaqueFacts } from './read-opaque';
import { providerFacts } from './read-provider';
import { readConfiguration } from './terraform-json';
import { volumeFacts } from './read-volume';

/**
 * Facts of a Terraform JSON configuration, such as a parsed `cdk.tf.json` or one written by hand. What Terraform only learns later is unknown.
 * @throws AppEngineError TerraformJsonInvalid
 */
export function factsOfTerraformJson(json: unknown): readonly Facts[] {
  const { resources, providers, modules } = readConfiguration(json);
  const ofType = (type: string): typeof resources => resources.filter((resource) => resource.type === type);
  const volumes = ofType('docker_volume').map(volumeFacts);
  return [
    ...providers.map(providerFacts),
    ...volumes,
    ...ofType('docker_container').map((resource) => containerFacts(resource, volumes)),
    ...ofType('docker_image').map(imageFacts),
    ...ofType('docker_registry_image').map(pushFacts),
    ...ofType('docker_network').map(networkFacts),
    ...[...resources, ...modules].flatMap(opaqueFacts),
  ];
}
