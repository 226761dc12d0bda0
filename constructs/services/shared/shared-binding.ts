import { Construct } from 'constructs';
import type { ITerraformDependable } from '../../cdktf/framework';
import { HardenedContainer } from '../../container/hardened-container';
import { HealthCheck } from '../../container/health-check';
import { Cpu, Memory, Pids } from '../../container/limits';
import { Listener } from '../../container/listener';
import type { MountedFiles } from '../../container/mounted-files';
import { RestartPolicy } from '../../container/restart-policy';
import { Volume } from '../../container/volume';
import { VolumeContent } from '../../container/volume-content';
import { WritablePath } from '../../container/writable-path';
import type { IContainerImage } from '../../image/container-image';
import type { ServiceNetwork } from '../../network/service-network';
import { Owner } from '../../owner/owner';
import { Duration } from '../../units/duration';
import { Size } from '../../units/size';
import type { SharedServerNames } from './shared-server-names';

/** Options of {@link SharedBinding}. */
export interface SharedBindingProps {
  readonly names: SharedServerNames;
  readonly tenant: string;
  /** Name of the service. */
  readonly service: string;
  readonly host: string;
  readonly port: number;
  /** The user of the service that the app is, such as `shop-1`: the server gives it another name. */
  readonly username: string;
  /** Absolute directory where the app finds its credentials. */
  readonly directory: string;
  /** The server's image, which has its client. */
  readonly image: IContainerImage;
  readonly network: ServiceNetwork;
  /** Exists when the server is reached. */
  readonly gateway: ITerraformDependable;
}

/**
 * Credentials of one app for a database of a shared server: made by a container of the platform that ends when the server takes them. It alone, of all that the stack has, sees
 * volumes of the server.
 */
export class SharedBinding extends Construct implements MountedFiles {
  readonly directory: string;
  readonly volume: Volume;
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: SharedBindingProps) {
    super(scope, id);
    const { names, tenant, service, host, port, username, directory, image, network, gateway } = props;
    this.directory = directory;
    // Others are in another volume: the generation before keeps its own.
    this.volume = new Volume(this, 'Volume', { name: `${service}-${username}-binding`, content: VolumeContent.generated() });
    const platform = new Construct(this, 'Binder');
    Owner.attach(platform, Owner.of(this).asPlatform());
    const authority = names.volume('authority');
    const container = new HardenedContainer(platform, 'Container', {
      name: `${tenant}-${service}-${username}-binding`,
      role: 'binding',
      image,
      user: names.binder,
      command: ['bind-share', directory, host, String(port), tenant, service, username],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the server takes the credentials'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(2) },
      memory: Memory.mebibytes(64),
      cpu: Cpu.cores(0.5),
      pids: Pids.atMost(32),
      networks: [network.attach()],
      files: [{ directory: '/public', volume: authority, dependables: [] }],
      writable: [
        WritablePath.tmpfs('/tmp', Size.mebibytes(1)),
        WritablePath.volume('/binding', this.volume),
        WritablePath.volume('/verifiers', names.volume('verifiers')),
      ],
      after: [gateway],
    });
    this.dependables = [container.dependable];
  }
}
