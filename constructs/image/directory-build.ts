import type { IConstruct } from 'constructs';
import { renderBuildArguments } from './build-arguments';
import { BuildContext } from './build-context';
import type { BuildNetwork } from './build-network';
import { identityOf, renderBuildOptions } from './build-options';
import type { BuildSecret } from './build-secret';
import type { IContainerImage } from './container-image';
import type { ImageBuild } from './image-build';
import type { ImageBuilder } from './image-builder';

/** How a directory becomes an image. */
export interface DirectoryImageProps {
  /** Repository part of the image's name. @default the directory's last part */
  readonly repository?: string;
  /**
   * Name of its releases, in a tenant: once `npx appengine release build <tenant>/<name>` has written `releases/<tenant>/<name>.json`, that file decides which image
   * runs, and the sources do not. @default it is built at each deploy
   */
  readonly release?: string;
  /** Images that the Dockerfile builds on, by the name of the `ARG` that takes them, such as `BASE`. @default none */
  readonly from?: Readonly<Record<string, IContainerImage>>;
  /** Values of other `ARG` lines. They are no secrets: the image, its history and the state have them. @default none */
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Files for the steps that ask for them. @default none */
  readonly secrets?: readonly BuildSecret[];
  /** @default BuildNetwork.default() */
  readonly network?: BuildNetwork;
  /** Stage of the Dockerfile that is the image, by its name. @default the last one */
  readonly target?: string;
  /** @default ImageBuilder.buildx() */
  readonly builder?: ImageBuilder;
}

/** By the Dockerfile of a directory. */
export function directoryBuild(scope: IConstruct, directory: string, props: DirectoryImageProps): ImageBuild {
  const context = BuildContext.ofDockerfile(scope, directory);
  const bases = props.from ?? {};
  const buildArgs = renderBuildArguments(scope, bases, props.buildArgs ?? {});
  const options = renderBuildOptions(scope, props);
  return {
    identity: { files: context.hash(), buildArgs, ...identityOf(options) },
    bases: Object.values(bases),
    buildArgs,
    options,
    isEngine: props.builder?.isEngine === true,
  };
}
