import { ReleasePlace } from '../../constructs/release/release-place';
import { registryOf } from './declared-registry';
import { bringImage, type Pulling } from './kept-images';
import type { Session } from '../session';
import type { DeclaredStack } from '../state/manifest';
import { readStack, releasesOf } from './declared-releases';
import { readReleases } from './release-files';

/**
 * Refuses stacks whose releases cannot be deployed, before anything is touched, and gets images from the registry that the engine has not got. Terraform looks again, and knows less about why.
 * @param directory in which they were synthesized
 * @throws AppEngineError ReleaseImageMissing, ReleaseImageChanged, RegistryForeign, and those of a pull
 */
export async function checkReleases(
  session: Session,
  directory: string,
  stacks: readonly DeclaredStack[],
  pulling?: Pulling,
): Promise<void> {
  for (const stack of stacks) {
    const configuration = readStack(directory, stack);
    const registry = registryOf(configuration);
    for (const [name, { number, canary }] of Object.entries(releasesOf(configuration))) {
      if (number === undefined) continue;
      const place = ReleasePlace.of(stack.name, name);
      const file = readReleases(session.workspace, place);
      const deployed = [number, ...(canary === undefined ? [] : [canary])].flatMap((one) => file.find(one) ?? []);
      for (const release of deployed) await bringImage(session, registry, place, release, pulling);
    }
  }
}
