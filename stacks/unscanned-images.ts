import type { AppImage } from '../constructs/build/app-image';
import { RELEASE_COMMAND_VARIABLE } from '../constructs/release/source-release';
import type { VulnerabilityPolicy } from '../constructs/vulnerabilities/vulnerability-policy';
import type { UnscannedImage } from '../guidelines';

/** Images of a tenant that its policy wants looked at before they run, and that were not. None while a command makes a release: that is how they are looked at. */
export function unscannedImages(images: readonly AppImage[], policy: VulnerabilityPolicy | undefined): readonly UnscannedImage[] {
  if (policy?.description?.refuses === undefined || process.env[RELEASE_COMMAND_VARIABLE] !== undefined) return [];
  return images.flatMap((image) => {
    const problem = problemOf(image);
    return problem === undefined ? [] : [{ image: image.imageName, problem }];
  });
}

function problemOf({ release }: AppImage): string | undefined {
  if (release === undefined) return 'built without a release, and looked at by nothing: give it `release`';
  const { current } = release;
  if (current === undefined) return `${release.name} has no release yet, and is looked at when one is built`;
  const subject = `release ${String(current.number)} of ${release.name}`;
  if (current.sbom === undefined) return `${subject} has no list of packages`;
  return current.vulnerabilities === undefined ? `${subject} was not looked at for vulnerabilities` : undefined;
}
