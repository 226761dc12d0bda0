import type { AppImage } from '../constructs/build/app-image';
import type { ImageRelease } from '../constructs/release/image-release';
import type { Release } from '../constructs/release/release';
import { RELEASE_COMMAND_VARIABLE } from '../constructs/release/source-release';
import type { VulnerabilityPolicy } from '../constructs/vulnerabilities/vulnerability-policy';
import type { UnscannedImage } from '../guidelines';

/** Images of a tenant that its policy wants looked at before they run, and that were not. None while a command makes a release: that is how they are looked at. */
export function unscannedImages(images: readonly AppImage[], policy: VulnerabilityPolicy | undefined): readonly UnscannedImage[] {
  if (policy?.description?.refuses === undefined || process.env[RELEASE_COMMAND_VARIABLE] !== undefined) return [];
  return images.flatMap((image) => {
    const { imageName, canary, release } = image;
    const tried = canary === undefined ? [] : [{ image: canary.image.imageName, problem: problemOf(release, release?.canary?.release) }];
    return [{ image: imageName, problem: problemOf(release, release?.current) }, ...tried].flatMap(({ problem, ...rest }) =>
      problem === undefined ? [] : [{ ...rest, problem }],
    );
  });
}

function problemOf(release: ImageRelease | undefined, one: Release | undefined): string | undefined {
  if (release === undefined) return 'built without a release, and looked at by nothing: give it `release`';
  if (one === undefined) return `${release.name} has no release yet, and is looked at when one is built`;
  const subject = `release ${String(one.number)} of ${release.name}`;
  if (one.sbom === undefined) return `${subject} has no list of packages`;
  return one.vulnerabilities === undefined ? `${subject} was not looked at for vulnerabilities` : undefined;
}
