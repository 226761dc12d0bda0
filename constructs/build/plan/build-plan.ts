import type { SettingId } from '../../image/package-settings';

/** An image that a Dockerfile of ours starts from, by the name of its `ARG`. */
export type BaseName = 'BASE' | 'NODE' | 'NPM' | 'PYTHON' | 'STATIC';

/** Inputs of a Dockerfile beside the sources. */
export interface DockerfileOptions {
  /** Prefix of the caches of package managers: builds of one tenant share them, those of two never do. */
  readonly cacheScope: string;
  /** Names of `ARG` lines of the step that builds. */
  readonly buildArgs: readonly string[];
  /** Ids of secrets of the steps that install and build. */
  readonly secrets: readonly string[];
}

/** How sources become an image. */
export interface BuildPlan {
  /** Findings, as people read them: `Express`, `package-lock.json`. */
  readonly found: readonly string[];
  /** Changes to the sources that are advised, each with the reason. */
  readonly advice: readonly string[];
  /** Images that the Dockerfile starts from. */
  readonly bases: readonly BaseName[];
  /** Files with settings of the build machine that its steps ask for. */
  readonly settings: readonly SettingId[];
  /** Patterns of files that its tools leave in the sources, made on the machine and for that machine. @default none */
  readonly ignored?: readonly string[];
  /** Text of the Dockerfile. */
  dockerfile(options: DockerfileOptions): string;
}
