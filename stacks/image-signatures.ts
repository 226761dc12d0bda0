import type { AppImage } from '../constructs/build/app-image';
import { AppEngineError } from '../constructs/errors';
import type { Release } from '../constructs/release/release';
import { ReleasePlace } from '../constructs/release/release-place';
import type { PublicKey } from '../constructs/signing/public-key';
import { verifyRelease } from '../constructs/signing/verify-release';
import type { ImageSignature } from '../guidelines';

/** Looks at the signatures of all images that have releases: what the rule about them judges. @param keys that are trusted */
export function imageSignatures(tenant: string, images: readonly AppImage[], keys: readonly PublicKey[]): readonly ImageSignature[] {
  return images.flatMap(({ imageName, canary, release }) => {
    if (release === undefined) return [];
    const place = ReleasePlace.of(tenant, release.name);
    const tried = canary === undefined ? [] : [signatureOf(canary.image.imageName, place, release.canary?.release, keys)];
    return [signatureOf(imageName, place, release.current, keys), ...tried];
  });
}

function signatureOf(image: string, place: ReleasePlace, release: Release | undefined, keys: readonly PublicKey[]): ImageSignature {
  if (release === undefined) return { image, problem: `ReleaseMissing: ${place.toString()} has no release yet, and needs a signed one` };
  try {
    const { key } = verifyRelease({ directory: '.', place, release }, keys);
    return { image, signer: key.name, ...(key.until === undefined ? {} : { until: key.until }) };
  } catch (error) {
    if (!(error instanceof AppEngineError)) throw error;
    // What to do stands after it, and is in docs/errors.md.
    return { image, problem: error.message.split('; ')[0] ?? error.message };
  }
}
