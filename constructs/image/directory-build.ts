import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConstruct } from 'constructs';
import { contentHash } from '../cdktf/generation';
import { renderBuildArguments } from './build-arguments';
import { BuildContext } from './build-context';
import type { BuildNetwork } from './build-network';
import { identityOf, renderBuildOptions } from './build-options';
import type { BuildSecret } from './build-secret';
import type { IContainerImage } from './container-image';
import { dockerfileWithSettings, type DockerfileWithSettings } from './dockerfile-with-settings';
import type { ImageBuild, WrittenDockerfile } from './image-build';
import type { ImageBuilder } from './image-builder';
import { PackageSettings } from './package-settings';
import { isRegularFile } from './regular-file';

const WITH_SETTINGS = '.settings.Dockerfile';

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
  /** Settings that every `RUN` step has, without a line in the Dockerfile. `ImageBuilder.engine()` passes on none. @default PackageSettings.ofMachine() */
  readonly packageSettings?: PackageSettings;
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
  const own = renderBuildOptions(scope, props);
  const isEngine = props.builder?.isEngine === true;
  const settings = isEngine ? PackageSettings.none() : (props.packageSettings ?? PackageSettings.ofMachine());
  const bytes = readFileSync(join(directory, 'Dockerfile'));
  const changed = isUtf8(bytes) ? dockerfileWithSettings(bytes.toString(), settings) : undefined;
  return {
    // The settings of the machine are no part of it: the same directory has one tag everywhere.
    identity: { files: context.hash(), buildArgs, ...identityOf(own) },
    bases: Object.values(bases),
    buildArgs,
    options: changed === undefined ? own : renderBuildOptions(scope, { ...props, secrets: [...changed.secrets, ...(props.secrets ?? [])] }),
    ...(changed === undefined ? {} : { dockerfile: written(directory, changed) }),
    isEngine,
  };
}

/** True for the name of a Dockerfile that is another one's with settings of the machine: people know that one. */
export function isWithSettings(file: string): boolean {
  return file.endsWith(WITH_SETTINGS);
}

/** Which settings there are differs by machine, and so does its name. */
function written(directory: string, { text }: DockerfileWithSettings): WrittenDockerfile {
  const rules = join(directory, 'Dockerfile.dockerignore');
  return {
    suffix: `-${contentHash({ text })}${WITH_SETTINGS}`,
    text,
    ...(isRegularFile(rules) ? { ignored: readFileSync(rules, 'utf8') } : {}),
  };
}
