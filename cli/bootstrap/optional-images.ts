import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instance } from '../../constructs/host/instance';
import { RootImage } from '../../constructs/image/root-image';

/**
 * Root images that only some deployments need, and that configurations name.
 * @param directory in which an app was synthesized; nothing may be there
 */
export function optionalImagesNamedBelow(directory: string, instance: Instance): readonly RootImage[] {
  const stacks = join(directory, 'stacks');
  if (!existsSync(stacks)) return [];
  const configurations = readdirSync(stacks)
    .map((stack) => join(stacks, stack, 'cdk.tf.json'))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
  return RootImage.optional(instance).filter(({ name }) => configurations.some((text) => text.includes(name)));
}
