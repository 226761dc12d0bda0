import { Construct } from 'constructs';
import { FileLoader } from '../container/file-loader';
import type { MountedFiles } from '../container/mounted-files';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import { AppEngineError } from '../errors';
import type { ITerraformDependable } from '../cdktf/framework';
import { BACKENDS_DIRECTORY, backendConfig } from './haproxy/backend-config';
import type { IBackend } from './backend';

/** Backends of one proxy. */
export interface BackendFilesProps {
  /** Last part of the volume's name. */
  readonly volume: string;
  readonly backends: readonly IBackend[];
  /** Name of what writes one of them. */
  readonly loaderOf: (backend: IBackend) => string;
  /** Further lines of one of them. @default none */
  readonly directivesOf?: (backend: IBackend) => readonly string[];
}

/**
 * One file a backend, all in one volume that the proxy keeps mounted: unlike ConfigFiles it is written again when an app changes, so that the proxy
 * can take the new servers by a reload. HAProxy reads it only then, and at its start.
 */
export class BackendFiles extends Construct implements MountedFiles {
  readonly directory = BACKENDS_DIRECTORY;
  readonly volume: Volume;
  /** Loaders of the files, by the names of their backends. */
  readonly loaders: ReadonlyMap<string, FileLoader>;
  /** Arguments of HAProxy that name them. */
  readonly args: readonly string[];

  constructor(scope: Construct, id: string, { volume, backends, loaderOf, directivesOf }: BackendFilesProps) {
    super(scope, id);
    this.volume = new Volume(this, 'Volume', { name: volume, content: VolumeContent.generated() });
    this.args = backends.flatMap(({ name }) => ['-f', `${BACKENDS_DIRECTORY}/${name}.cfg`]);
    const loaders = backends.map((backend): [string, FileLoader] => {
      const { name, listener, replicas, canary } = backend;
      if (listener.port === undefined) {
        throw new AppEngineError(
          'RouteToWorker',
          `pool ${JSON.stringify(name)} listens on no port, so nothing can lead to it; give it Listener.http(port), or drop the route or the use`,
          backend,
        );
      }
      const loader = new FileLoader(this, name, {
        name: loaderOf(backend),
        volume: this.volume,
        files: { [`${name}.cfg`]: backendConfig(backend, listener.port, directivesOf?.(backend) ?? []) },
        // The proxy may know a generation only when all of it is healthy.
        after: [...replicas, ...(canary?.replicas ?? [])].map((replica) => replica.dependable),
      });
      return [name, loader];
    });
    this.loaders = new Map(loaders);
  }

  get dependables(): readonly ITerraformDependable[] {
    return [...this.loaders.values()].map((loader) => loader.dependable);
  }
}
