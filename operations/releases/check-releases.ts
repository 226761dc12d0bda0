import { ReleasePlace } from '../../constructs/release/release-place';
import type { Session } from '../session';
import type { DeclaredStack } from '../state/manifest';
import { readStack, releasesOf } from './declared-releases';
import { readReleases } from './release-files';
import { checkImage } from './released-image';

/**
 * Refuses stacks whose releases cannot be deployed, before anything is touched. Terraform looks again, and knows less about why.
 * @param directory in which they were synthesized
 * @throws AppEngineError ReleaseImageMissing, ReleaseImageChanged
 */
export async function checkReleases(session: Session, directory: string, stacks: readonly DeclaredStack[]): Promise<void> {
  for (const stack of stacks) {
    for (const [name, { number, canary }] of Object.entries(releasesOf(readStack(directory, stack)))) {
      if (number === undefined) continue;
      const place = ReleasePlace.of(stack.name, name);
      const file = readReleases(session.workspace, place);
      const deployed = [number, ...(canary === undefined ? [] : [canary])].flatMap((one) => file.find(one) ?? []);
      for (const release of deployed) await checkImage(session, place, release);
    }
  }
}
