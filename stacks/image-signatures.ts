import type { AppImage } from '../constructs/build/app-image';
import { AppEngineError } from '../constructs/errors';
import type { ImageRelease } from '../constructs/release/image-release';
import { ReleasePlace } from '../constructs/release/release-place';
import type { PublicKey } from '../constructs/signing/public-key';
import { verifyRelease } from '../constructs/signing/verify-release';
import type { ImageSignature } from '../guidelines';

/** Looks at the signatures of all images that have releases: what the rule about them judges. @param keys that are trusted */
export function imageSignatures(tenant: string, images: readonly AppImage[], keys: readonly PublicKey[]): readonly ImageSignature[] {
  return images.flatMap(({ imageName, release }) =>
    release === undefined ? [] : [signatureOf(imageName, ReleasePlace.of(tenant, release.name), release, keys)],
  );
}

function signatureOf(image: string, place: ReleasePlace, { current }: ImageRelease, keys: readonly PublicKey[]): ImageSignature {
  if (current === undefined) return { image, problem: `ReleaseMissing: ${place.toString()} has no release yet, and needs a signed one` };
  try {
    const { key } = verifyRelease({ directory: '.', place, release: current }, keys);
    return { image, signer: key.name, ...(key.until === undefined ? {} : { until: key.until }) };
  } catch (error) {
    if (!(error instanceof AppEngineError)) throw error;
    // What to do stands after it, and is in docs/errors.md.
    return { image, problem: error.message.split('; ')[0] ?? error.message };
  }
}
