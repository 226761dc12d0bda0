import type { BuildOptions } from './build-options';
import type { IContainerImage } from './container-image';

/** Everything that decides how an image is built. */
export interface ImageBuild {
  /** The part that decides what the image is: its tag is the hash. */
  readonly identity: object;
  /** Images that it is built on. */
  readonly bases: readonly IContainerImage[];
  /** Values of `ARG` lines, the names of those images among them. */
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly options: BuildOptions;
  /** A Dockerfile that is not in the directory, and the paths that its build does not see. */
  readonly dockerfile?: { readonly text: string; readonly ignored: string };
  /** True if the engine builds, without buildx. */
  readonly isEngine: boolean;
}
