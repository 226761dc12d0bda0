import { Construct } from 'constructs';
import { Aspects } from '../cdktf/framework';
import { FileLoader } from '../container/file-loader';
import type { MountedFiles } from '../container/mounted-files';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';

/** Options of {@link ServiceUsers}. */
export interface ServiceUsersProps {
  /** Of the service. */
  readonly service: string;
}

/**
 * The names of a service's users, in a volume that the service keeps mounted and looks at: one more, or one less, changes them while it runs; one less stays until the
 * containers that use it have ended. They have no passwords: those are of the bindings.
 */
export class ServiceUsers extends Construct implements MountedFiles {
  readonly directory = '/declared';
  readonly volume: Volume;
  /** The service starts without any. */
  readonly dependables;
  private readonly names = new Set<string>();

  constructor(scope: Construct, id: string, { service }: ServiceUsersProps) {
    super(scope, id);
    this.volume = new Volume(this, 'Volume', { name: `${service}-users`, content: VolumeContent.generated() });
    this.dependables = this.volume.dependables;
    // Only at synth are all bindings known.
    Aspects.of(this).add({
      visit: (node) => {
        if (node === this) this.declare(service);
      },
    });
  }

  /** A user that the service has to have. */
  add(name: string): void {
    this.names.add(name);
  }

  private declare(service: string): void {
    if (this.node.tryFindChild('Loader') !== undefined) return;
    const files = { 'users.json': `${JSON.stringify([...this.names].sort())}\n` };
    new FileLoader(this, 'Loader', { name: `${service}-users`, volume: this.volume, files });
  }
}
