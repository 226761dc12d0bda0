import type { AppImage } from '../constructs/build/app-image';
import type { ImageRelease } from '../constructs/release/image-release';

/** An image with releases, as the stack's output `releases` tells it. */
export interface ReleaseDescription {
  /** Full name of the image. */
  readonly image: string;
  /** From the directory of the project. */
  readonly directory: string;
  /** Of the current release; undefined where the image is built from the sources. */
  readonly number?: number;
  /** Id that the image has to have; undefined where it is built from the sources. */
  readonly id?: string;
  /** Number of the release that is tried on a part of the requests. @default none */
  readonly canary?: number;
}

export function describeRelease({ imageName, directory }: AppImage, { current, canary }: ImageRelease): ReleaseDescription {
  return {
    image: imageName,
    directory,
    ...(current === undefined ? {} : { number: current.number, id: current.image.id }),
    ...(canary === undefined ? {} : { canary: canary.release.number }),
  };
}
