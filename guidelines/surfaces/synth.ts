import type { Facts } from '../facts';
import { factsOf } from './facts-of';
import { readConfiguration } from './terraform-json';

/**
 * Facts of a Terraform JSON configuration, such as a parsed `cdk.tf.json` or one written by hand. What Terraform only learns later is unknown.
 * @throws AppEngineError TerraformJsonInvalid
 */
export function factsOfTerraformJson(json: unknown): readonly Facts[] {
  return factsOf(readConfiguration(json));
}
