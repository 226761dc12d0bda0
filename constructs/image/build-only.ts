import type { IContainerImage } from './container-image';

const BUILD_ONLY = Symbol.for('appengine/build-only');

/** An image for stages that build: no container may run it. */
export function markBuildOnly(image: IContainerImage): void {
  Object.defineProperty(image, BUILD_ONLY, { value: true });
}

/** True for an image of a build stage, also one of another copy of this package. */
export function isBuildOnly(image: IContainerImage): boolean {
  return BUILD_ONLY in image;
}
