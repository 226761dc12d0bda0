import { Construct } from 'constructs';
import { FileLoader } from '../container/file-loader';
import type { MountedFiles } from '../container/mounted-files';
import { Volume, VolumeContent } from '../container/volume';
import { AppEngineError } from '../errors';
import type { ITerraformDependable } from '../terraform/framework';
import { BACKENDS_DIRECTORY, backendConfig } from './gateway-config';
import type { RouteTable } from './route-table';

/**
 * One file a pool, all in one volume that the gateway keeps mounted: unlike ConfigFiles it is written again when an app changes, so that the gateway
 * can take the new servers by a reload. HAProxy reads it only then, and at its start.
 */
export class BackendFiles extends Construct implements MountedFiles {
  readonly directory = BACKENDS_DIRECTORY;
  readonly volume: Volume;
  readonly loaders: readonly FileLoader[];

  constructor(scope: Construct, id: string, table: RouteTable) {
    super(scope, id);
    this.volume = new Volume(this, 'Volume', { name: 'gateway-backends', content: VolumeContent.generated() });
    this.loaders = table.pools.map((pool) => {
      const port = pool.listener.port;
      if (port === undefined) {
        throw new AppEngineError(
          'RouteToWorker',
          `pool ${JSON.stringify(pool.name)} listens on no port, so no host can lead to it; give it Listener.http(port) or drop the route`,
          pool,
        );
      }
      return new FileLoader(this, pool.name, {
        name: `${pool.name}-backend`,
        volume: this.volume,
        files: { [`${pool.name}.cfg`]: backendConfig(pool, port, table.backendDirectives(pool)) },
        // The gateway may know a generation only when all of it is healthy.
        after: pool.replicas.map((replica) => replica.dependable),
      });
    });
  }

  get dependables(): readonly ITerraformDependable[] {
    return this.loaders.map((loader) => loader.dependable);
  }
}
