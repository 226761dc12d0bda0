import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppEngineError } from '../constructs/errors';
import { Instance } from '../constructs/host/instance';
import type { Environment } from './environment';
import { homeOf } from './home';

/** Directories of one checkout: the project with its cdktf.json, its instance, and the cache that all checkouts share. */
export class Workspace {
  /** The nearest directory, from `start` upwards, that has a cdktf.json. @throws AppEngineError ProjectNotFound */
  static find(start: string, environment: Environment): Workspace {
    let directory = start;
    while (!existsSync(join(directory, 'cdktf.json'))) {
      const parent = dirname(directory);
      if (parent === directory) {
        throw new AppEngineError(
          'ProjectNotFound',
          `neither ${start} nor any directory above it has a cdktf.json; change to your project's directory`,
        );
      }
      directory = parent;
    }
    return new Workspace(directory, Instance.fromEnvironment(environment, directory), environment);
  }

  /** Directory in which Terraform runs: `cdktf.out`, or for any instance but the default one its own directory, so that instances do not overwrite each other. */
  readonly outputDirectory: string;
  /** Directories that have what may hold a secret. */
  readonly privateDirectories: readonly string[];

  constructor(
    readonly directory: string,
    readonly instance: Instance,
    private readonly environment: Environment = {},
  ) {
    const isDefault = instance.name === Instance.fromEnvironment({}, directory).name;
    this.outputDirectory = environment.CDKTF_OUTDIR ?? join(isDefault ? directory : instance.directory, 'cdktf.out');
    // One that the user has named may have other things in it.
    this.privateDirectories = [
      instance.directory,
      environment.CDKTF_OUTDIR === undefined ? this.outputDirectory : join(environment.CDKTF_OUTDIR, 'stacks'),
    ];
  }

  /** Shared by all checkouts of a user. @throws AppEngineError HomeMissing */
  get cacheDirectory(): string {
    const { HOME: home, XDG_CACHE_HOME: cache } = this.environment;
    if (cache !== undefined && cache !== '') return join(cache, 'appengine');
    const found = homeOf(this.environment);
    if (found !== undefined) return join(found, '.cache', 'appengine');
    throw new AppEngineError(
      'HomeMissing',
      `HOME is ${home === undefined ? 'not set' : JSON.stringify(home)}, and all checkouts of a user share what is built once; set HOME, or XDG_CACHE_HOME, to a directory that you may write`,
    );
  }
}
