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
  /** A Dockerfile that is not in the directory. @default that of the directory */
  readonly dockerfile?: WrittenDockerfile;
  /** True if the engine builds, without buildx. */
  readonly isEngine: boolean;
}

/** A Dockerfile that is written beside the stack. */
export interface WrittenDockerfile {
  /** End of its name, behind repository and tag: names tell the content. */
  readonly suffix: string;
  readonly text: string;
  /** Paths that its build does not see, as a `.dockerignore` has them. @default those in the `.dockerignore` of the directory */
  readonly ignored?: string;
}
