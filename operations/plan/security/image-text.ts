import type { ImageReference } from '../../../guidelines/normalise/image-reference';

/** Registry that no name resolver knows: of images that are built on the engine, and named by the hash of their content. */
const BUILT_HERE = 'appengine.invalid/';

/** True for an image that the installation builds itself. */
export function isBuiltHere({ repository }: ImageReference): boolean {
  return repository.startsWith(BUILT_HERE);
}

/** An image without the part that every change of a source changes. */
export function imageText(image: ImageReference): string {
  if (isBuiltHere(image)) return image.repository;
  return image.repository === '' ? image.name : image.name.replace(/^docker\.io\/(library\/)?/, '');
}

/** True where the name always means the same content. */
export function isPinned(image: ImageReference): boolean {
  return image.digest !== undefined || isBuiltHere(image);
}
