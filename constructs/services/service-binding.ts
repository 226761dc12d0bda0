import { Construct } from 'constructs';
import type { ITerraformDependable } from '../cdktf/framework';
import { HardenedContainer } from '../container/hardened-container';
import { HealthCheck } from '../container/health-check';
import { Cpu, Memory, Pids } from '../container/limits';
import { Listener } from '../container/listener';
import type { MountedFiles } from '../container/mounted-files';
import { RestartPolicy } from '../container/restart-policy';
import type { User } from '../container/user';
import { Volume } from '../container/volume';
import { VolumeContent } from '../container/volume-content';
import type { IVolume } from '../container/volume-reference';
import { WritablePath } from '../container/writable-path';
import type { IContainerImage } from '../image/container-image';
import { Duration } from '../units/duration';
import { Size } from '../units/size';
import type { ServiceNetwork } from '../network/service-network';

/** Address of a service. */
export interface ServiceEndpoint {
  /** Name in the service's network, and in its certificate. */
  readonly host: string;
  readonly port: number;
  /** Program of the agent that makes credentials, such as `postgres`. */
  readonly type: string;
  /** @default none */
  readonly database?: string;
}

/** Options of {@link ServiceBinding}. */
export interface ServiceBindingProps {
  readonly endpoint: ServiceEndpoint;
  /** The user of the service that the app is. */
  readonly username: string;
  /** Absolute directory where the app finds its credentials. */
  readonly directory: string;
  /** The service's image, which has its client. */
  readonly image: IContainerImage;
  readonly network: ServiceNetwork;
  /** Of the container that makes the credentials. */
  readonly user: User;
  /** Verifiers of the service's passwords. */
  readonly verifiers: IVolume;
  /** The service's certificate. */
  readonly authority: IVolume;
  /** Exists when the service answers. */
  readonly service: ITerraformDependable;
}

/**
 * Credentials of one app for one service: made on the host by a container that ends when the service has taken them. The password is in the app's volume alone; the
 * service has what it needs to check it.
 */
export class ServiceBinding extends Construct implements MountedFiles {
  readonly directory: string;
  readonly volume: Volume;
  readonly dependables: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceBindingProps) {
    super(scope, id);
    const { endpoint, username, directory, image, network, user, verifiers, authority, service } = props;
    // Others are in another volume: the generation before keeps its own.
    const name = `${endpoint.host}-${username}-binding`;
    this.directory = directory;
    this.volume = new Volume(this, 'Volume', { name, content: VolumeContent.generated() });
    const database = endpoint.database === undefined ? [] : [endpoint.database];
    const container = new HardenedContainer(this, 'Container', {
      name,
      role: 'binding',
      image,
      user,
      command: ['bind', directory, endpoint.host, String(endpoint.port), username, ...database],
      listener: Listener.none(),
      healthCheck: HealthCheck.none('it ends when the service takes the credentials'),
      restart: RestartPolicy.never(),
      oneShot: { timeout: Duration.minutes(2) },
      memory: Memory.mebibytes(64),
      cpu: Cpu.cores(0.5),
      pids: Pids.atMost(32),
      networks: [network.attach()],
      files: [{ directory: '/public', volume: authority, dependables: authority.dependables }],
      writable: [
        WritablePath.tmpfs('/tmp', Size.mebibytes(1)),
        WritablePath.volume('/binding', this.volume),
        WritablePath.volume('/verifiers', verifiers),
      ],
      after: [service],
    });
    this.dependables = [container.dependable];
  }
}
